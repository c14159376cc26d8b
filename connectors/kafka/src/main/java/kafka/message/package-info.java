// SPDX-License-Identifier: Apache-2.0

/** What the message handlers of the 0-8 API are given. */
@NullMarked
package kafka.message;

import org.jspecify.annotations.NullMarked;
