// SPDX-License-Identifier: Apache-2.0
/** Streams of the files that come into a directory: which batch has which files. */
@NullMarked
package org.dstreambeam.filestream;

import org.jspecify.annotations.NullMarked;
