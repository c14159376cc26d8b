// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.image;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.apache.spark.SparkContext;
import org.apache.spark.streaming.Duration;
import org.apache.spark.streaming.StreamingContext;
import org.dstreambeam.compute.JavaSerialization;
import org.dstreambeam.compute.ReplacingOutput;
import org.dstreambeam.compute.Rethrow;
import org.dstreambeam.lifecycle.RemoteControl;
import org.dstreambeam.plan.LogicalPlan;
import org.dstreambeam.spi.CannotStartException;
import org.dstreambeam.task.LocalTask;
import org.dstreambeam.task.Shipment;

/** Everything that a JVM of a cluster needs to run the driver's side of a program, as bytes. */
public final class ProgramImage {
  private static final int MAGIC = 0x4453_4250;

  /** Images are read by the version that wrote them: its jar travels with them. */
  private static final int FORMAT = 1;

  /** What has to be there before the rest can be read. */
  private record Header(ContextImage context, Duration batch) implements Serializable {}

  private record Program(LogicalPlan plan, Map<String, String> extras) implements Serializable {}

  private ProgramImage() {}

  /**
   * Takes the image of a program. Its functions are taken as they are now; changes that the program
   * makes to what they have captured are not seen elsewhere.
   *
   * @param extras what else the reader is to know
   * @throws CannotStartException if something in the plan cannot be written; the message names the
   *     operation, and the fields that lead to it
   */
  public static byte[] of(LogicalPlan plan, SparkContext context, Map<String, String> extras) {
    byte[] program;
    SharedVariablesImage shared;
    try (Shipment shipment = Shipment.begin()) {
      try {
        program = write(new Program(plan, Map.copyOf(extras)));
      } catch (IOException | RuntimeException | StackOverflowError e) {
        throw Refusal.of(plan, e);
      }
      shared = SharedVariablesImage.of(shipment);
    }
    ByteArrayOutputStream image = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(image)) {
      out.writeInt(MAGIC);
      out.writeInt(FORMAT);
      for (byte[] part :
          new byte[][] {
            JavaSerialization.write(new Header(context.image(), plan.batch())),
            JavaSerialization.write(shared),
            program
          }) {
        out.writeInt(part.length);
        out.write(part);
      }
    } catch (IOException e) {
      throw new CannotStartException("The program cannot be sent to the cluster: " + e, e);
    }
    return image.toByteArray();
  }

  static byte[] write(Object object) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ReplacingOutput out = new ReplacingOutput(bytes, new Substitutes())) {
      out.writeObject(object);
    }
    return bytes.toByteArray();
  }

  /**
   * Reads the image of a program that this JVM takes part in. Its contexts are the active ones from
   * now on, until what is returned is closed.
   *
   * @param loader of the program's classes
   * @param control is asked for what driver functions ask of the streaming context
   * @throws RuntimeException an undeclared {@link IOException} if it cannot be read, or an
   *     undeclared {@code SparkException} if another context is active in this JVM
   */
  public static ArrivedProgram read(InputStream image, ClassLoader loader, RemoteControl control) {
    return outsideOfTasks(loader, () -> new Parts(image, loader).arrive(control));
  }

  /** As the other, of an image in memory. */
  public static ArrivedProgram read(byte[] image, ClassLoader loader, RemoteControl control) {
    return read(new ByteArrayInputStream(image), loader, control);
  }

  /**
   * Makes only the shared variables of an image known, for a JVM that runs tasks and nothing else.
   *
   * @return holds them: they are forgotten some time after it is closed, or let go
   */
  public static AutoCloseable readSharedVariables(InputStream image, ClassLoader loader) {
    return outsideOfTasks(loader, () -> new Parts(image, loader).shared().makeKnown(loader));
  }

  /** Only the plan of an image, for the contexts that are there. */
  public static LogicalPlan readPlan(byte[] image, ClassLoader loader, StreamingContext context) {
    return outsideOfTasks(
        loader,
        () -> {
          Parts parts = new Parts(new ByteArrayInputStream(image), loader);
          try (SharedVariablesImage.Known known = parts.shared().makeKnown(loader)) {
            return parts.program(context, known).plan();
          }
        });
  }

  /** In a task, what is read would belong to it: its copies of accumulators, above all. */
  private static <T> T outsideOfTasks(ClassLoader loader, Callable<T> reading) {
    Callable<T> withLoader =
        () -> {
          Thread thread = Thread.currentThread();
          ClassLoader before = thread.getContextClassLoader();
          thread.setContextClassLoader(loader);
          try {
            return reading.call();
          } finally {
            thread.setContextClassLoader(before);
          }
        };
    try {
      if (LocalTask.current() == null) {
        return withLoader.call();
      }
      FutureTask<T> elsewhere = new FutureTask<>(withLoader);
      Thread thread = new Thread(elsewhere, "program-image");
      thread.setDaemon(true);
      thread.start();
      return elsewhere.get();
    } catch (ExecutionException e) {
      throw Rethrow.as(e.getCause() == null ? e : e.getCause());
    } catch (Exception e) {
      throw Rethrow.as(e);
    }
  }

  /** The parts of an image. */
  private static final class Parts {
    private final ClassLoader loader;
    private final byte[] header;
    private final byte[] shared;
    private final byte[] program;

    Parts(InputStream image, ClassLoader loader) throws IOException {
      this.loader = loader;
      DataInputStream in = new DataInputStream(image);
      if (in.readInt() != MAGIC || in.readInt() != FORMAT) {
        throw new IOException("This is no image of a program that this version can read");
      }
      header = part(in);
      shared = part(in);
      program = part(in);
    }

    private static byte[] part(DataInputStream in) throws IOException {
      return in.readNBytes(in.readInt());
    }

    SharedVariablesImage shared() throws IOException {
      return (SharedVariablesImage) ImageInput.read(shared, loader, null, Map.of());
    }

    Program program(StreamingContext context, SharedVariablesImage.Known known) throws IOException {
      return (Program) ImageInput.read(program, loader, context, known.accumulators());
    }

    ArrivedProgram arrive(RemoteControl control) throws IOException {
      Header read = (Header) ImageInput.read(header, loader, null, Map.of());
      SparkContext spark = SparkContext.arriving(read.context());
      try {
        StreamingContext context = StreamingContext.arriving(spark, read.batch());
        SharedVariablesImage.Known known = shared().makeKnown(loader);
        Program arrived = program(context, known);
        context.lifecycle().join(arrived.plan(), control);
        return new ArrivedProgram(arrived.plan(), context, arrived.extras(), known);
      } catch (Throwable e) { // Errors too: there may be another attempt in this JVM
        spark.stop();
        throw e;
      }
    }
  }
}
