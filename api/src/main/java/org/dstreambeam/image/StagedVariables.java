// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.image;

import com.google.auto.service.AutoService;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.dstreambeam.compute.Rethrow;
import org.dstreambeam.task.SharedVariableSource;

/**
 * Finds the shared variables of a job in the image that was staged with it, in a JVM whose tasks
 * refer to one before anybody has read the program itself.
 */
@AutoService(SharedVariableSource.class)
public final class StagedVariables implements SharedVariableSource {

  /** A resource of the job: the name of the resource that is the image, in UTF-8. */
  public static final String POINTER = "org/dstreambeam/program/image";

  /** By the image's name; they are held as long as this class is, which comes with the job. */
  private static final Map<String, AutoCloseable> READ = new HashMap<>();

  @Override
  public void load() {
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    try (InputStream pointer = loader.getResourceAsStream(POINTER)) {
      if (pointer != null) {
        load(new String(pointer.readAllBytes(), StandardCharsets.UTF_8), loader);
      }
    } catch (IOException e) {
      throw Rethrow.as(e);
    }
  }

  private static void load(String name, ClassLoader loader) throws IOException {
    synchronized (READ) {
      if (READ.containsKey(name)) {
        return; // whoever asks refers to something that has never been in it
      }
      try (InputStream image = loader.getResourceAsStream(name)) {
        if (image == null) {
          throw new FileNotFoundException("The job has no resource " + name);
        }
        READ.put(name, ProgramImage.readSharedVariables(image, loader));
      }
    }
  }
}
