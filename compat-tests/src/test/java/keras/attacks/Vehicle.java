package keras.attacks;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import keras.Keras;
import keras.fuzz.Seeds;
import keras.io.hdf5.Hdf5Writer;

/** The files in which a hostile config may come. */
enum Vehicle {
  KERAS,
  H5,
  SAVED_MODEL,
  JSON;

  /** Loads a model of the config, which never works. */
  void load(String config, Path folder) {
    try {
      switch (this) {
        case KERAS -> {
          Path file = folder.resolve("x.keras");
          Files.write(file, Seeds.archive("config.json", utf8(config)));
          Keras.loadModel(file.toString()).close();
        }
        case H5 -> {
          Hdf5Writer h5 = new Hdf5Writer();
          h5.root().attribute("keras_version", "2.15.0").attribute("model_config", config);
          h5.root().group("model_weights").attribute("layer_names", List.of());
          ByteArrayOutputStream out = new ByteArrayOutputStream();
          h5.write(Channels.newChannel(out));
          Path file = folder.resolve("x.h5");
          Files.write(file, out.toByteArray());
          Keras.loadModel(file.toString()).close();
        }
        case SAVED_MODEL ->
            Keras.loadModel(Seeds.savedModel(folder, Metadata.of(config)).toString()).close();
        case JSON -> Keras.modelFromJson(config).close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
