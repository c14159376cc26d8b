/**
 * Resources besides processors that a task may be given, such as graphics cards. There are none
 * here: the type is part of the signature of {@link org.apache.spark.TaskContext#resources()}.
 */
@NullMarked
package org.apache.spark.resource;

import org.jspecify.annotations.NullMarked;
