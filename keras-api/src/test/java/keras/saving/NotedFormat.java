package keras.saving;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.List;
import keras.config.CustomObjects;
import keras.models.Model;

/** A format that writes down what it is asked for; found where {@link #available} is open. */
public final class NotedFormat implements ModelFormat {
  /** Makes the format; for the service loader. */
  public NotedFormat() {}

  /**
   * Makes this the only format that this thread finds, until it is closed.
   *
   * @param folder an empty folder for the registration
   */
  public static AutoCloseable available(Path folder) throws IOException {
    Path services = Files.createDirectories(folder.resolve("META-INF/services"));
    Files.writeString(
        services.resolve(ModelFormat.class.getName()), NotedFormat.class.getName() + "\n");
    return registered(folder);
  }

  /** Lets this thread find no format, until it is closed. */
  public static AutoCloseable none(Path folder) throws IOException {
    return registered(folder);
  }

  private static AutoCloseable registered(Path folder) throws IOException {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    Services services = new Services(folder.toUri().toURL());
    thread.setContextClassLoader(services);
    return () -> {
      thread.setContextClassLoader(before);
      services.close();
    };
  }

  /** Finds services in one folder alone, classes as ever. */
  private static final class Services extends URLClassLoader {
    Services(URL folder) {
      super(new URL[] {folder}, NotedFormat.class.getClassLoader());
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
      return name.startsWith("META-INF/services/") ? findResources(name) : super.getResources(name);
    }
  }

  private static void note(Path path, String what) {
    try {
      Files.writeString(path, what);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public boolean reads(Path path) {
    return writes(path);
  }

  @Override
  public boolean writes(Path path) {
    return path.toString().endsWith(".h5") || path.toString().endsWith(".keras");
  }

  @Override
  public Model read(Path path, LoadOptions options) {
    throw new ModelFormatException(path.toString(), "", "holds notes, no model.");
  }

  @Override
  public void write(Model model, Path path, SaveOptions options) {
    note(path, "model of %d parameters, %s".formatted(model.countParams(), options));
  }

  @Override
  public Inspection inspect(Path path, CustomObjects custom) {
    return new Inspection("noted", "", null, null, List.of(), List.of(), List.of());
  }

  @Override
  public void readWeights(Model model, Path path, LoadOptions options) {
    throw new ModelFormatException(path.toString(), "", "holds notes, no weights.");
  }

  @Override
  public void writeWeights(Model model, Path path, SaveOptions options) {
    note(path, "weights of %d parameters, %s".formatted(model.countParams(), options));
  }
}
