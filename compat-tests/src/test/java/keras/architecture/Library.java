package keras.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import keras.config.KerasObject;

/** The library's classes, as compiled, and its files. */
public final class Library {
  /** Every class of keras-api and keras-io, tests aside. */
  static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(at -> !at.contains("/test-classes/") && !at.contains("-tests.jar"))
          .importPackages("keras");

  private Library() {}

  /** Returns the classes that configs name, sorted: public ones that are not abstract. */
  public static List<Class<? extends KerasObject>> kerasObjects() {
    return CLASSES.stream()
        .filter(c -> c.isAssignableTo(KerasObject.class))
        .sorted(Comparator.comparing(c -> c.getName()))
        .<Class<? extends KerasObject>>map(c -> c.reflect().asSubclass(KerasObject.class))
        .filter(c -> Modifier.isPublic(c.getModifiers()) && !Modifier.isAbstract(c.getModifiers()))
        .toList();
  }

  /** Returns all Java files of the project, tests too, but for what is built. */
  static List<Path> sources() throws IOException {
    List<Path> files = new ArrayList<>();
    try (Stream<Path> modules = Files.list(root())) {
      for (Path source : modules.map(m -> m.resolve("src")).filter(Files::isDirectory).toList()) {
        try (Stream<Path> all = Files.walk(source)) {
          all.filter(f -> f.toString().endsWith(".java")).forEach(files::add);
        }
      }
    }
    return files;
  }

  /** Returns the folder of the whole project. */
  public static Path root() {
    Path here = Path.of("").toAbsolutePath();
    while (!Files.exists(here.resolve("compat-tests"))) {
      Path parent = here.getParent();
      if (parent == null) {
        throw new IllegalStateException(
            "The tests must run within the project. They run in %s."
                .formatted(Path.of("").toAbsolutePath()));
      }
      here = parent;
    }
    return here;
  }
}
