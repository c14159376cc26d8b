// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.flinkcluster;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** {@code flink-local-cluster}: a cluster that stays until it is stopped, one per directory. */
@Command(
    name = FlinkLocalCluster.NAME,
    usageHelpAutoWidth = true,
    sortOptions = false,
    synopsisSubcommandLabel = "start|stop|status",
    description = "Runs a Flink cluster of several processes on this machine.",
    footer = {
      "",
      "One cluster per directory; a second one takes a --directory of its own.",
      "Exit codes: 0 done, 1 no cluster or not all of it runs (status), 2 it cannot be done."
    })
public final class FlinkLocalCluster {

  static final String NAME = "flink-local-cluster";

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = CommandLine.ScopeType.INHERIT,
      description = "the commands, or the options of a command")
  boolean help;

  private FlinkLocalCluster() {}

  /** Runs the command, and ends the JVM with its exit code. */
  public static void main(String[] arguments) {
    System.exit(
        new CommandLine(new FlinkLocalCluster())
            .setParameterExceptionHandler((problem, all) -> refuse(problem))
            .setExecutionExceptionHandler((problem, command, result) -> refuse(problem))
            .execute(arguments));
  }

  private static int refuse(Exception problem) {
    String cause = problem instanceof UncheckedIOException ? ": " + problem.getCause() : "";
    String hint = problem instanceof ParameterException ? "; see " + NAME + " --help" : "";
    System.err.println(NAME + ": " + problem.getMessage() + cause + hint);
    return 2;
  }

  @Command(description = "Starts a cluster; returns when it is up.", sortOptions = false)
  int start(
      @Option(
              names = "--task-managers",
              paramLabel = "<n>",
              defaultValue = "2",
              description = "how many TaskManagers, a JVM each (2)")
          int taskManagers,
      @Option(
              names = "--slots",
              paramLabel = "<n>",
              defaultValue = "2",
              description = "slots of each TaskManager (2)")
          int slots,
      @Option(
              names = "--heap",
              paramLabel = "<megabytes>",
              defaultValue = "384",
              description = "heap of each TaskManager (384)")
          int heap,
      @Option(names = "--directory", paramLabel = "<d>", description = DIRECTORY)
          @Nullable Path directory) {
    LocalFlinkCluster cluster =
        LocalFlinkCluster.builder()
            .taskManagers(taskManagers)
            .slots(slots)
            .taskManagerHeap(heap)
            .directory(directory(directory).root())
            .detached()
            .start();
    cluster.leaveRunning();
    System.out.println(
        "flink://" + cluster.master() + " is up; web UI at " + cluster.webInterface());
    return 0;
  }

  @Command(description = "Ends the processes of a cluster.")
  int stop(
      @Option(names = "--directory", paramLabel = "<d>", description = DIRECTORY)
          @Nullable Path named) {
    ClusterDirectory directory = directory(named);
    List<ClusterProcess> processes = directory.running();
    if (processes.isEmpty()) {
      System.out.println("no cluster runs in " + directory.root());
      return 0;
    }
    LocalFlinkCluster.stop(processes);
    directory.forget();
    System.out.println(
        "stopped "
            + processes.size()
            + (processes.size() == 1 ? " process in " : " processes in ")
            + directory.root());
    return 0;
  }

  @Command(description = "Lists the processes of a cluster.")
  int status(
      @Option(names = "--directory", paramLabel = "<d>", description = DIRECTORY)
          @Nullable Path named) {
    ClusterDirectory directory = directory(named);
    List<String> recorded = directory.recorded();
    List<ClusterProcess> running = directory.running();
    if (running.isEmpty()) {
      System.out.println("no cluster runs in " + directory.root());
      return 1;
    }
    System.out.println("flink://" + directory.master() + " in " + directory.root());
    for (String name : recorded) {
      System.out.println(
          "  "
              + directory
                  .running(name)
                  .map(process -> process + " runs")
                  .orElse(name + " has ended"));
    }
    return running.size() == recorded.size() ? 0 : 1;
  }

  private static final String DIRECTORY =
      "the cluster's directory; by default " + NAME + "-<user> among the temporary files";

  private static ClusterDirectory directory(@Nullable Path named) {
    return new ClusterDirectory(
        named != null
            ? named
            : Path.of(
                System.getProperty("java.io.tmpdir"),
                NAME + "-" + System.getProperty("user.name")));
  }
}
