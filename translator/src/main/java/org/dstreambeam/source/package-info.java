/**
 * Where blocks come from. A {@link org.dstreambeam.source.BlockFeed} cuts what arrives into the
 * blocks of batches; a {@link org.dstreambeam.source.FeedSource} is its Beam face, whose readers
 * only pick up what the feed has ready.
 *
 * <pre>
 *   receiver thread --store--> [ feed: open block | closed blocks per split ] --poll--> reader (Beam)
 * </pre>
 *
 * <p>Stamping and cutting never wait for Beam, so a slow output delays outputs and not the batches.
 */
@NullMarked
package org.dstreambeam.source;

import org.jspecify.annotations.NullMarked;
