// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalFilesTest {

  @TempDir private java.nio.file.Path directory;

  @Test
  void isTheLocalFileSystemOfAnApplication() throws IOException {
    FileSystem files = FileSystem.newInstance(root().toUri(), HadoopConf.of(new SparkConf(false)));

    assertThat(files).isInstanceOf(LocalFiles.class);
    assertThat(FileSystem.getLocal(HadoopConf.of(new SparkConf(false)))).isNotNull();
  }

  @Test
  void givesWayToTheApplicationsOwn() throws IOException {
    SparkConf conf =
        new SparkConf(false).set("spark.hadoop.fs.file.impl", LocalFileSystem.class.getName());

    assertThat(FileSystem.newInstance(root().toUri(), HadoopConf.of(conf)))
        .hasSameClassAs(new LocalFileSystem());
  }

  @Test
  void setsThePermissionsThatHadoopDoes() throws IOException {
    String ours = permissions(new LocalFiles(), "ours");

    assertThat(ours).isEqualTo("rwxr-x--- rw------- rw-r-----");
    assertThat(permissions(new LocalFileSystem(), "hadoops")).isEqualTo(ours);
  }

  @Test
  void listsWhatHadoopDoes() throws IOException {
    for (String name :
        List.of("a", "b c", "d%20e", "f:g", "h#i?j", "\u00e4\u20ac", ".k", ".l.crc")) {
      Files.writeString(directory.resolve(name), name);
    }
    Files.createDirectory(directory.resolve("m"));
    Files.createSymbolicLink(directory.resolve("n"), directory.resolve("a"));
    Files.createSymbolicLink(directory.resolve("broken"), directory.resolve("missing"));
    Files.createSymbolicLink(directory.resolve("loop"), directory.resolve("loop"));
    Files.createSymbolicLink(directory.resolve("below"), directory.resolve("a/file"));

    assertThat(listing(new LocalFiles(), root()))
        .hasSize(9)
        .isEqualTo(listing(new LocalFileSystem(), root()));
    assertThat(listing(new LocalFiles(), new Path(root(), "a")))
        .hasSize(1)
        .isEqualTo(listing(new LocalFileSystem(), new Path(root(), "a")));
    assertThatThrownBy(() -> listing(new LocalFiles(), new Path(root(), "missing")))
        .isInstanceOf(FileNotFoundException.class);
  }

  private static List<String> listing(FileSystem files, Path path) throws IOException {
    files.initialize(path.toUri(), new Configuration(false));
    List<String> all = new ArrayList<>();
    for (FileStatus file : files.listStatus(path)) {
      String status = file.toString().replaceFirst("^\\w+", ""); // but for the name of the class
      String access = file.getPermission() + " " + file.getOwner() + " " + file.getGroup();
      all.add(status + access + " " + file.getBlockSize());
    }
    return all;
  }

  /** Of a directory, of a file in it, and of another whose permissions are set afterwards. */
  private String permissions(FileSystem files, String name) throws IOException {
    Configuration conf = new Configuration(false);
    conf.set("fs.permissions.umask-mode", "027");
    files.initialize(root().toUri(), conf);
    Path made = new Path(root(), name);
    files.mkdirs(made);
    files.create(new Path(made, "new")).close();
    files.create(new Path(made, "changed")).close();
    files.setPermission(new Path(made, "changed"), new FsPermission("600"));
    return symbols(name) + " " + symbols(name + "/changed") + " " + symbols(name + "/new");
  }

  private String symbols(String name) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve(name)));
  }

  private Path root() {
    return new Path(directory.toUri());
  }
}
