// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.source;

import java.io.Serializable;

/**
 * What stands for the records of a part of a file on their way to the slot that reads it.
 *
 * @param file its path
 * @param partition which of the partitions that it is read in
 */
record FilePart(String file, int partition) implements Serializable {}
