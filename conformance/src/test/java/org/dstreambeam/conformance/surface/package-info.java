// SPDX-License-Identifier: Apache-2.0
/**
 * Compares the class files of our public API with those of the genuine jars: would every call,
 * field access and cast that a compiled program may contain link here?
 *
 * <p>A {@code ClassLibrary} reads {@code ClassShape}s from jars and directories and looks members
 * up as a JVM does. {@code SparkApi} says which members of a genuine class are public API; for what
 * is private to Spark's packages it asks the {@code ScalaSignature}, because class files do not
 * tell. The {@code SurfaceComparer} makes a {@code ClassComparison} of each type, which the {@code
 * SurfaceReport} prints and the {@code ApiSurfaceTest} holds against the committed lists. Nothing
 * of Spark is loaded as a class.
 */
@NullMarked
package org.dstreambeam.conformance.surface;

import org.jspecify.annotations.NullMarked;
