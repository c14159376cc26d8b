// SPDX-License-Identifier: Apache-2.0
package org.apache.spark;

/** A part of a query's text that an error refers to. Programs may make their own. */
public interface QueryContext {

  /** Kind of the object that holds the text, {@code VIEW} for example; empty if there is none. */
  String objectType();

  /** Name of the object that holds the text; empty if there is none. */
  String objectName();

  /** Where the part begins in the text, counted from 0; -1 if unknown. */
  int startIndex();

  /** Where the part ends in the text, counted from 0; -1 if unknown. */
  int stopIndex();

  /** The part itself. */
  String fragment();
}
