// SPDX-License-Identifier: Apache-2.0
package org.apache.spark;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import scala.Option;
import scala.collection.JavaConverters;

/**
 * A failure of the engine or of a job, such as a task that failed too often.
 *
 * <p>With an error class, the message begins with its name in brackets. The texts of Spark's error
 * classes are not part of this library: what follows are the parameters, except for internal
 * errors, which say what their parameter {@code message} says.
 */
public class SparkException extends Exception implements SparkThrowable {
  private static final long serialVersionUID = 2L;

  private static final String INTERNAL_ERROR = "INTERNAL_ERROR";

  private final @Nullable String errorClass;
  private final Map<String, String> parameters;
  private final transient QueryContext[] context;

  public SparkException(@Nullable String message) {
    this(message, null);
  }

  public SparkException(@Nullable String message, @Nullable Throwable cause) {
    super(message, cause);
    this.errorClass = null;
    this.parameters = Map.of();
    this.context = new QueryContext[0];
  }

  /**
   * @param errorClass none for an error that is of no class
   */
  public SparkException(
      @Nullable String message,
      @Nullable Throwable cause,
      Option<String> errorClass,
      scala.collection.immutable.Map<String, String> messageParameters,
      QueryContext[] context) {
    super(message, cause);
    this.errorClass = errorClass.isEmpty() ? null : errorClass.get();
    this.parameters = sorted(messageParameters);
    this.context = context.clone();
  }

  public SparkException(
      String errorClass,
      scala.collection.immutable.Map<String, String> messageParameters,
      @Nullable Throwable cause) {
    this(errorClass, messageParameters, cause, new QueryContext[0]);
  }

  public SparkException(
      String errorClass,
      scala.collection.immutable.Map<String, String> messageParameters,
      @Nullable Throwable cause,
      QueryContext[] context) {
    this(errorClass, messageParameters, cause, context, "");
  }

  /**
   * @param summary a last line for the message; none if empty
   */
  public SparkException(
      String errorClass,
      scala.collection.immutable.Map<String, String> messageParameters,
      @Nullable Throwable cause,
      QueryContext[] context,
      String summary) {
    this(
        message(errorClass, sorted(messageParameters), summary),
        cause,
        Option.apply(errorClass),
        messageParameters,
        context);
  }

  /** An error of class {@code INTERNAL_ERROR}. */
  public static SparkException internalError(String msg) {
    return internal(INTERNAL_ERROR, msg, null, new QueryContext[0], "");
  }

  /** An error of class {@code INTERNAL_ERROR} followed by an underscore and the category. */
  public static SparkException internalError(String msg, String category) {
    return internal(categorized(category), msg, null, new QueryContext[0], "");
  }

  /** An error of class {@code INTERNAL_ERROR}. */
  public static SparkException internalError(String msg, @Nullable Throwable cause) {
    return internal(INTERNAL_ERROR, msg, cause, new QueryContext[0], "");
  }

  /** An error of class {@code INTERNAL_ERROR}. */
  public static SparkException internalError(String msg, QueryContext[] context, String summary) {
    return internal(INTERNAL_ERROR, msg, null, context, summary);
  }

  /** An error of class {@code INTERNAL_ERROR}, followed by the category if there is one. */
  public static SparkException internalError(
      String msg, QueryContext[] context, String summary, Option<String> category) {
    String errorClass = category.isEmpty() ? INTERNAL_ERROR : categorized(category.get());
    return internal(errorClass, msg, null, context, summary);
  }

  private static String categorized(String category) {
    return INTERNAL_ERROR + "_" + category;
  }

  private static SparkException internal(
      String errorClass,
      String msg,
      @Nullable Throwable cause,
      QueryContext[] context,
      String summary) {
    return new SparkException(
        errorClass,
        new scala.collection.immutable.Map.Map1<>("message", msg),
        cause,
        context,
        summary);
  }

  private static Map<String, String> sorted(
      scala.collection.immutable.Map<String, String> parameters) {
    return new TreeMap<>(JavaConverters.mapAsJavaMap(parameters));
  }

  private static String message(String errorClass, Map<String, String> parameters, String summary) {
    String said = errorClass.startsWith(INTERNAL_ERROR) ? parameters.get("message") : null;
    String text = said == null ? parameters.toString() : said;
    return "[" + errorClass + "] " + text + (summary.isEmpty() ? "" : "\n" + summary);
  }

  @Override
  public @Nullable String getErrorClass() {
    return errorClass;
  }

  /** That of internal errors; null for all others. */
  @Override
  public @Nullable String getSqlState() {
    return isInternalError() ? "XX000" : null;
  }

  @Override
  public boolean isInternalError() {
    return SparkThrowable.super.isInternalError();
  }

  @Override
  public Map<String, String> getMessageParameters() {
    return Map.copyOf(parameters);
  }

  /** Empty after the exception was serialised. */
  @Override
  @SuppressWarnings("NullAway") // a transient field is null then
  public QueryContext[] getQueryContext() {
    return context == null ? new QueryContext[0] : context.clone();
  }
}
