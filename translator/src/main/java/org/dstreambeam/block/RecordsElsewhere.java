// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.block;

import java.io.Serializable;

/**
 * Records that are kept by others than this program, and read wherever they are needed: each pass
 * reads them anew. What travels is this, and not the records.
 */
public interface RecordsElsewhere extends Iterable<Object>, Serializable {}
