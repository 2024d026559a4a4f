package keras.fuzz;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import keras.Keras;
import keras.io.hdf5.Hdf5Writer;
import keras.models.Model;
import keras.saving.LoadOptions;
import org.jspecify.annotations.Nullable;

/** The folder in which inputs become files, and a model to put weights into. */
final class Work {
  private static @Nullable Work shared;

  private final Path folder;
  private @Nullable Model model;

  private Work(Path folder) {
    this.folder = folder;
  }

  /** Returns the one of this process. */
  static Work shared() {
    if (shared == null) {
      try {
        shared = new Work(Files.createTempDirectory("keras-fuzz"));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return shared;
  }

  Path folder() {
    return folder;
  }

  String name(String ending) {
    return folder.resolve("x" + ending).toString();
  }

  /** Writes a file, over what was there. */
  Path file(String name, byte[] bytes) {
    try {
      Path file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      return Files.write(file, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the model of the case that weights are kept of. */
  Model model() {
    if (model == null) {
      model = Keras.modelFromJson(Seeds.text("regression_mlp", "config.json"));
    }
    return model;
  }

  LoadOptions options() {
    return LoadOptions.defaults().report(r -> {});
  }

  static byte[] bytes(Hdf5Writer file) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      file.write(Channels.newChannel(out));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
