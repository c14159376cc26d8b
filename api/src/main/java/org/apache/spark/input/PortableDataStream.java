// SPDX-License-Identifier: Apache-2.0
package org.apache.spark.input;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.hadoop.mapreduce.lib.input.CombineFileSplit;
import org.dstreambeam.compute.Rethrow;
import scala.Serializable;

/**
 * A file that can be opened, also after it has travelled. I/O errors are undeclared {@link
 * IOException}s.
 */
public class PortableDataStream implements Serializable {
  private static final long serialVersionUID = 1L;

  private final String path;
  private transient Configuration conf;

  /** The file at {@code index} of a split. */
  public PortableDataStream(CombineFileSplit split, TaskAttemptContext context, Integer index) {
    this.path = split.getPath(index).toString();
    this.conf = context.getConfiguration();
  }

  /** The file from its start; the caller closes it. */
  public DataInputStream open() {
    try {
      Path file = new Path(path);
      return file.getFileSystem(conf).open(file);
    } catch (IOException e) {
      throw Rethrow.as(e);
    }
  }

  /** The whole content. */
  public byte[] toArray() {
    try (DataInputStream stream = open()) {
      return stream.readAllBytes();
    } catch (IOException e) {
      throw Rethrow.as(e);
    }
  }

  /** A URI. */
  public String getPath() {
    return path;
  }

  public Configuration getConfiguration() {
    return conf;
  }

  private void writeObject(ObjectOutputStream out) throws IOException {
    out.defaultWriteObject();
    conf.write(out);
  }

  private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
    in.defaultReadObject();
    conf = new Configuration(false);
    conf.readFields(in);
  }
}
