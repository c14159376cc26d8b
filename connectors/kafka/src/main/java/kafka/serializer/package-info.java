// SPDX-License-Identifier: Apache-2.0

/** How programs of the 0-8 API read keys and messages from bytes. */
@NullMarked
package kafka.serializer;

import org.jspecify.annotations.NullMarked;
