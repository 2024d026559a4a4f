package keras.engine;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import keras.engine.gradients.OpAudit;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.tensorflow.Graph;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.NodeDef;

/**
 * Keeps which ops the engine emits in this run of the tests: each op's type, and the type with each
 * of its switches, as in {@code "MatMul"} and {@code "MatMul transpose_a"}.
 *
 * <p>JUnit finds it by META-INF/services, here and in the modules that have these classes on their
 * class path. At the end it has {@link OpAudit} hold the ops to their gradients' tests.
 */
public final class EmittedOps implements BeforeAllCallback {
  /** Attributes that name things and change no number. */
  private static final Set<String> NAMES =
      Set.of("shared_name", "container", "message", "debug_name", "equation");

  private static final Path SEEN = Path.of("target", "emitted-ops.txt");
  private static final Path RUN =
      Path.of("target", "emitted-ops", System.getProperty("keras.run", "alone"));
  private static final long JVM = ProcessHandle.current().pid();
  private static final Set<String> OPS = new TreeSet<>();
  private static final Set<String> CLASSES = new TreeSet<>();

  static {
    BuiltGraphs.watch(
        graph -> {
          synchronized (OPS) {
            OPS.addAll(of(graph));
          }
        });
  }

  /** Returns the ops of one graph. */
  public static Set<String> of(Graph graph) {
    Set<String> ops = new TreeSet<>();
    for (NodeDef node : graph.toGraphDef().getNodeList()) {
      ops.add(node.getOp());
      node.getAttrMap()
          .forEach(
              (name, value) -> {
                String text = value.getS().toStringUtf8();
                if (value.getB() || hasOtherThanOnes(value)) {
                  ops.add(node.getOp() + " " + name);
                } else if (!text.isEmpty() && !NAMES.contains(name)) {
                  ops.add(node.getOp() + " " + name + "=" + text);
                }
              });
    }
    return ops;
  }

  /** Strides and dilations of one are those of a plain convolution. */
  private static boolean hasOtherThanOnes(AttrValue value) {
    return value.getList().getIList().stream().anyMatch(i -> i != 1);
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    CLASSES.add(context.getRequiredTestClass().getName());
    context
        .getRoot()
        .getStore(ExtensionContext.Namespace.create(EmittedOps.class))
        .getOrComputeIfAbsent(
            "audit", key -> (AutoCloseable) EmittedOps::audit, AutoCloseable.class);
  }

  /**
   * Holds what was seen to its tests. Maven runs the classes of a module in several JVMs; each
   * notes what it saw, and the one that ends last holds all of it to what is listed.
   */
  private static void audit() throws IOException {
    Set<String> emitted;
    synchronized (OPS) {
      emitted = new TreeSet<>(OPS);
    }
    OpAudit.requireTests(emitted);
    Files.createDirectories(RUN);
    try (FileChannel channel = FileChannel.open(RUN.resolve("lock"), CREATE, WRITE)) {
      channel.lock(); // until the channel closes
      Files.write(RUN.resolve("ops-" + JVM), emitted);
      Files.write(RUN.resolve("classes-" + JVM), CLASSES);
      if (!classesLeft(union("classes-")).isEmpty()) {
        return; // a part of the tests sees a part of the ops
      }
      emitted.addAll(union("ops-"));
      Files.write(SEEN, emitted);
    }
    Path others = Path.of("..", "keras-api").resolve(SEEN);
    if (Files.exists(others) && !Files.isSameFile(others, SEEN)) {
      emitted.addAll(Files.readAllLines(others));
      OpAudit.requireNothingListedInVain(emitted);
    }
  }

  /** Returns what the JVMs of this run noted in their files. */
  private static Set<String> union(String files) throws IOException {
    Set<String> all = new TreeSet<>();
    try (DirectoryStream<Path> notes = Files.newDirectoryStream(RUN, files + "*")) {
      for (Path note : notes) {
        all.addAll(Files.readAllLines(note));
      }
    }
    return all;
  }

  /** Returns the test classes of the module that have not run. */
  private static Set<String> classesLeft(Set<String> run) throws IOException {
    Path root = Path.of("target", "test-classes");
    Set<String> left = new TreeSet<>();
    if (!Files.isDirectory(root)) {
      return Set.of("all");
    }
    try (Stream<Path> files = Files.walk(root)) {
      files
          .map(file -> root.relativize(file).toString())
          .filter(name -> name.endsWith("Test.class") && !name.contains("$"))
          .forEach(name -> left.add(name.replace(".class", "").replace(File.separatorChar, '.')));
    }
    left.removeAll(run);
    return left;
  }
}
