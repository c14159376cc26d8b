// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance.behaviour;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The test shows one of the 25 behaviours of DStreams that a plain translation to windows of Beam
 * gets wrong. The list is in this module's README; what cannot be tested yet is in {@code
 * pending-traps.txt}.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Trap {
  int value();
}
