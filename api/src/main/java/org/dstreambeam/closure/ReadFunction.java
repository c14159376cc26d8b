// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.closure;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.dstreambeam.closure.DriverFunctions.Step;
import org.jspecify.annotations.Nullable;

/** What is known of a driver function before there are batches. */
public final class ReadFunction {

  private final @Nullable Reading reading;
  private final String whyUnread;

  ReadFunction(@Nullable Reading reading, String whyUnread) {
    this.reading = reading;
    this.whyUnread = whyUnread;
  }

  static ReadFunction unreadable(String why) {
    return new ReadFunction(null, why);
  }

  /**
   * The chains of which it reads all records once, each from the batch's RDD on, with at least one
   * step.
   */
  public List<List<Step>> chainsRead() {
    List<List<Step>> chains = new ArrayList<>();
    if (reading != null) {
      for (Map.Entry<PlannedDataset<?>, Use> use : reading.uses().entrySet()) {
        if (isChain(use)) {
          chains.add(use.getKey().steps());
        }
      }
    }
    return chains;
  }

  /** Whether it reads nothing but these chains, and the first records of something. */
  public boolean readsOnlyChains() {
    return reading != null
        && reading.uses().entrySet().stream()
            .allMatch(use -> isChain(use) || use.getValue().isHardlyAny());
  }

  private static boolean isChain(Map.Entry<PlannedDataset<?>, Use> use) {
    PlannedDataset<?> dataset = use.getKey();
    return !dataset.steps().isEmpty() && use.getValue().isOnce() && dataset.isPure();
  }

  /** Why something that it derives is not among {@link #chainsRead}; null if all is. */
  public @Nullable String doubtOfChainsRead() {
    if (reading == null) {
      return whyUnread;
    }
    String derivation = reading.doubts().derivation();
    if (derivation != null) {
      return derivation;
    }
    for (Map.Entry<PlannedDataset<?>, Use> use : reading.uses().entrySet()) {
      PlannedDataset<?> dataset = use.getKey();
      if (!dataset.steps().isEmpty()) {
        if (!dataset.isPure()) {
          return dataset + " cannot be told from another";
        }
        if (!use.getValue().isOnce() && use.getValue().actions() > 1) {
          return "what " + dataset + " gives is read more than once, and is not cached";
        }
      }
    }
    return null;
  }

  /**
   * The chain whose result it returns, if it does nothing but that; else null. Empty if it returns
   * what it is given.
   */
  public @Nullable List<Step> chainReturned() {
    PlannedDataset<?> dataset = doubtOfChainReturned() == null ? resultOf(reading) : null;
    return dataset == null ? null : dataset.steps();
  }

  /** Why there is no {@link #chainReturned}; null if there is. */
  public @Nullable String doubtOfChainReturned() {
    if (reading == null) {
      return whyUnread;
    }
    Doubts doubts = reading.doubts();
    PlannedDataset<?> dataset = resultOf(reading);
    boolean only = dataset != null && doubts.effect() == null && reading.isStraight();
    if (only && dataset != null && dataset.isPure()) {
      return null;
    }
    if (doubts.derivation() != null) {
      return doubts.derivation();
    }
    if (doubts.effect() != null) {
      return "it " + doubts.effect();
    }
    if (dataset != null) {
      return only ? dataset + " cannot be told from another" : "it has more than one way";
    }
    Value result = reading.result();
    return "it returns " + (result == null || result.isKnown() ? "no RDD" : result.name());
  }

  private static @Nullable PlannedDataset<?> resultOf(@Nullable Reading reading) {
    Value result = reading == null ? null : reading.result();
    return result == null ? null : Calls.datasetOf(result).orElse(null);
  }
}
