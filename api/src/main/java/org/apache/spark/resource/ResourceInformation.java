// SPDX-License-Identifier: Apache-2.0
package org.apache.spark.resource;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import scala.Serializable;

/** A kind of resource, and the addresses of those that are there. */
public class ResourceInformation implements Serializable {
  private static final long serialVersionUID = 1L;

  private final String name;
  private final String[] addresses;

  public ResourceInformation(String name, String[] addresses) {
    this.name = name;
    this.addresses = addresses.clone();
  }

  public String name() {
    return name;
  }

  public String[] addresses() {
    return addresses.clone();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ResourceInformation that
        && name.equals(that.name)
        && Arrays.equals(addresses, that.addresses);
  }

  @Override
  public int hashCode() {
    return Objects.hash(name, Arrays.hashCode(addresses));
  }

  @Override
  public String toString() {
    return "[name: " + name + ", addresses: " + String.join(",", addresses) + "]";
  }
}
