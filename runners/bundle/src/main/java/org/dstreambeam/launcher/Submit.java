// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.launcher;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * {@code dstream-submit}: runs an application's main class from its jar.
 *
 * <p>Exit codes: 0 when main returns and the last non-daemon thread has ended, 1 when main throws
 * or the program cannot be started, 2 when the command line is wrong; an application that calls
 * {@link System#exit} chooses its own.
 */
@Command(
    name = Submit.NAME,
    mixinStandardHelpOptions = true,
    versionProvider = SubmitVersion.class,
    sortOptions = false,
    usageHelpAutoWidth = true,
    customSynopsis =
        "dstream-submit [--master M] [--runner R] [--detached] [--name N] [--conf k=v]..."
            + " [--jars a,b] [--class C] app.jar [argument...]",
    description = "Runs a Spark Streaming application, as compiled, on Apache Beam.",
    footer = {
      "",
      "--master, --runner, --name and --conf win over what the application sets in its code.",
      "Everything after app.jar goes to the application.",
      "Exit codes: 0 the application ended, 1 it cannot be started or threw an exception,"
          + " 2 wrong command line."
    })
public final class Submit {

  static final String NAME = "dstream-submit";

  @Option(
      names = "--master",
      paramLabel = "<master>",
      description = "where to run: local, local[n], local[*], flink://host:port")
  private @Nullable String master;

  @Option(
      names = "--runner",
      paramLabel = "<runner>",
      description = "what runs it: direct or flink; by default what suits the master")
  private @Nullable String runner;

  @Option(
      names = "--detached",
      description = "end as soon as the program runs on the cluster of --master flink://host:port")
  private boolean detached;

  @Option(names = "--name", paramLabel = "<name>", description = "name of the application")
  private @Nullable String name;

  @Option(
      names = "--conf",
      paramLabel = "<key=value>",
      description = "a setting; may be repeated, the last one of a key counts")
  private List<String> conf = new ArrayList<>();

  @Option(
      names = "--jars",
      split = ",",
      paramLabel = "<jar>",
      description = "further jars of the application, separated by commas")
  private List<String> jars = new ArrayList<>();

  @Option(
      names = "--class",
      paramLabel = "<class>",
      description = "the main class; by default the Main-Class of app.jar")
  private @Nullable String mainClass;

  @Option(
      names = {"-v", "--verbose"},
      description =
          "print to standard error what is about to run, and the stack trace if it cannot start")
  private boolean verbose;

  // The application's jar, then its arguments; the synopsis says so.
  @Parameters(arity = "0..*", hidden = true)
  private List<String> positional = new ArrayList<>();

  private Submit() {}

  /** Runs the command; ends the JVM only if something went wrong. */
  public static void main(String[] arguments) {
    int exitCode = run(Library.files(), arguments);
    // After a clean return the JVM itself waits for the application's non-daemon threads.
    if (exitCode != 0) {
      System.exit(exitCode);
    }
  }

  /**
   * Runs the command in this thread.
   *
   * @param library the jars and directories of this library, searched before those of the
   *     application
   * @return the exit code
   */
  static int run(List<Path> library, String... arguments) {
    Submit submit = new Submit();
    CommandLine commandLine =
        new CommandLine(submit)
            .setStopAtPositional(true)
            .setExpandAtFiles(false)
            .setOverwrittenOptionsAllowed(true);
    try {
      commandLine.parseArgs(arguments);
      if (commandLine.isUsageHelpRequested()) {
        commandLine.usage(System.out);
        return 0;
      }
      if (commandLine.isVersionHelpRequested()) {
        commandLine.printVersionHelp(System.out);
        return 0;
      }
      return submit.start(library);
    } catch (UnmatchedArgumentException e) {
      return refuse("unknown option " + e.getUnmatched().get(0) + "; check its spelling");
    } catch (ParameterException e) {
      return refuse(e.getMessage());
    } catch (UsageException e) {
      return refuse(e.getMessage());
    }
  }

  private static int refuse(@Nullable String problem) {
    tell(String.valueOf(problem));
    System.err.println("Usage: " + NAME + " --class C app.jar [argument...]; all with --help");
    return 2;
  }

  /** One line on standard error that says who speaks. */
  static void tell(String line) {
    System.err.println(NAME + ": " + line);
  }

  private int start(List<Path> library) {
    if (positional.isEmpty()) {
      throw new UsageException(
          "no application given; name the application's jar after the options");
    }
    ApplicationJar jar = ApplicationJar.open("application jar", path(positional.get(0)));
    List<ApplicationJar> all = new ArrayList<>(List.of(jar));
    for (String further : jars) {
      if (!further.isBlank()) {
        all.add(ApplicationJar.open("--jars entry", path(further.strip())));
      }
    }
    String main = mainClass == null ? jar.mainClass() : mainClass;
    if (main == null) {
      throw new UsageException(
          "no main class: " + jar.file() + " has no Main-Class in its manifest; give --class");
    }
    Map<String, String> settings = settings(all);
    List<String> arguments = positional.subList(1, positional.size());
    ApplicationClassLoader loader =
        ApplicationClassLoader.forOneRun().library(library).application(all);
    if (verbose) {
      describe(main, all, Library.shown(settings, loader), arguments);
    }
    Library.submit(settings, loader);
    Application application = new Application(main, loader, arguments, verbose);
    warnOfShadowedClasses(library, all);
    return application.run();
  }

  private static Path path(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new UsageException("not a path: " + text + "; check its spelling");
    }
  }

  private Map<String, String> settings(List<ApplicationJar> all) {
    Map<String, String> settings = new LinkedHashMap<>();
    for (String setting : conf) {
      int equals = setting.indexOf('=');
      if (equals < 1) {
        throw new UsageException("--conf " + setting + " is no setting; write --conf key=value");
      }
      settings.put(setting.substring(0, equals).strip(), setting.substring(equals + 1).strip());
    }
    // The options with a name of their own win over the same key given to --conf.
    if (master != null) {
      settings.put("spark.master", master);
    }
    if (name != null) {
      settings.put("spark.app.name", name);
    }
    FlinkOptions.add(runner, detached, settings);
    FlinkOptions.addJars(all, settings);
    return settings;
  }

  private static void describe(
      String main, List<ApplicationJar> jars, Map<?, ?> settings, List<String> arguments) {
    for (String line : SubmitVersion.lines()) {
      tell(line);
    }
    tell("main class: " + main);
    jars.forEach(jar -> tell("jar: " + jar.file().toAbsolutePath().normalize()));
    settings.forEach((key, value) -> tell("setting: " + key + "=" + value));
    arguments.forEach(argument -> tell("argument: " + argument));
  }

  private static void warnOfShadowedClasses(List<Path> library, List<ApplicationJar> jars) {
    if (jars.stream().allMatch(jar -> jar.sparkClasses().isEmpty())) {
      return;
    }
    List<String> shadowed = new ArrayList<>();
    ClassLoader provided =
        new ApplicationClassLoader(Submit.class.getClassLoader()).library(library);
    for (ApplicationJar jar : jars) {
      long classes = jar.sparkClassesFoundIn(provided);
      if (classes > 0) {
        shadowed.add(jar.file() + " (" + classes + (classes == 1 ? " class)" : " classes)"));
      }
    }
    if (!shadowed.isEmpty()) {
      tell(
          "warning: classes under org/apache/spark/ are bundled in "
              + String.join(", ", shadowed)
              + "; those of this library are used instead");
    }
  }
}
