// SPDX-License-Identifier: Apache-2.0

/** How programs of the 0-8 API name partitions. */
@NullMarked
package kafka.common;

import org.jspecify.annotations.NullMarked;
