// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.task;

/**
 * Marks what tasks may share although it is not immutable: reading it back gives the same object.
 */
public interface SharedByTasks {}
