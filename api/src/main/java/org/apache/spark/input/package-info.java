// SPDX-License-Identifier: Apache-2.0
/** What files are given as when nobody knows what is in them. */
@NullMarked
package org.apache.spark.input;

import org.jspecify.annotations.NullMarked;
