// SPDX-License-Identifier: Apache-2.0

/** What decoders of the 0-8 API are configured with. */
@NullMarked
package kafka.utils;

import org.jspecify.annotations.NullMarked;
