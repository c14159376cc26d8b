// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.cluster;

import java.util.HashMap;
import java.util.Map;
import org.dstreambeam.link.LinkAddress;
import org.jspecify.annotations.Nullable;

/**
 * What travels with a program beside its plan.
 *
 * @param zeroTime one batch interval before the first batch, epoch milliseconds
 * @param splits how many each source has
 * @param cuts the directory that keeps what batches consist of; null if the program keeps no
 *     checkpoints
 * @param link where the client listens; null if it has gone away
 */
public record ShippedSettings(
    long zeroTime, int splits, @Nullable String cuts, @Nullable LinkAddress link) {

  private static final String ZERO_TIME = "zeroTime";
  private static final String SPLITS = "splits";
  private static final String CUTS = "cuts";
  private static final String LINK = "link";

  public Map<String, String> toMap() {
    Map<String, String> map = new HashMap<>();
    map.put(ZERO_TIME, String.valueOf(zeroTime));
    map.put(SPLITS, String.valueOf(splits));
    if (cuts != null) {
      map.put(CUTS, cuts);
    }
    if (link != null) {
      map.put(LINK, link.host() + " " + link.port() + " " + link.token());
    }
    return map;
  }

  static ShippedSettings of(Map<String, String> map) {
    String link = map.get(LINK);
    return new ShippedSettings(
        Long.parseLong(map.get(ZERO_TIME)),
        Integer.parseInt(map.get(SPLITS)),
        map.get(CUTS),
        link == null ? null : address(link));
  }

  private static LinkAddress address(String text) {
    String[] parts = text.split(" ", 3);
    return new LinkAddress(parts[0], Integer.parseInt(parts[1]), parts[2]);
  }
}
