// SPDX-License-Identifier: Apache-2.0
package org.apache.spark.streaming;

import org.apache.spark.api.java.Optional;
import org.apache.spark.api.java.function.Function3;
import org.apache.spark.api.java.function.Function4;
import scala.Option;
import scala.Serializable;

/** {@link StateSpec}'s functions as compiled Scala programs call them. */
public final class StateSpec$ implements Serializable {

  private static final long serialVersionUID = 1L;

  public static final StateSpec$ MODULE$ = new StateSpec$();

  private StateSpec$() {}

  /** {@link StateSpec#function(scala.Function4)}. */
  public <KeyType, ValueType, StateType, MappedType>
      StateSpec<KeyType, ValueType, StateType, MappedType> function(
          scala.Function4<Time, KeyType, Option<ValueType>, State<StateType>, Option<MappedType>>
              mappingFunction) {
    return StateSpec.function(mappingFunction);
  }

  /** {@link StateSpec#function(scala.Function3)}. */
  public <KeyType, ValueType, StateType, MappedType>
      StateSpec<KeyType, ValueType, StateType, MappedType> function(
          scala.Function3<KeyType, Option<ValueType>, State<StateType>, MappedType>
              mappingFunction) {
    return StateSpec.function(mappingFunction);
  }

  /** {@link StateSpec#function(Function4)}. */
  public <KeyType, ValueType, StateType, MappedType>
      StateSpec<KeyType, ValueType, StateType, MappedType> function(
          Function4<Time, KeyType, Optional<ValueType>, State<StateType>, Optional<MappedType>>
              mappingFunction) {
    return StateSpec.function(mappingFunction);
  }

  /** {@link StateSpec#function(Function3)}. */
  public <KeyType, ValueType, StateType, MappedType>
      StateSpec<KeyType, ValueType, StateType, MappedType> function(
          Function3<KeyType, Optional<ValueType>, State<StateType>, MappedType> mappingFunction) {
    return StateSpec.function(mappingFunction);
  }

  private Object readResolve() {
    return MODULE$;
  }
}
