package keras.io.checkpoint;

import com.google.protobuf.TextFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import keras.io.storage.Folders;
import keras.io.tensorbundle.CheckpointBundle;
import keras.saving.ModelFormatException;
import org.jspecify.annotations.Nullable;

/**
 * The latest checkpoint of a folder, as TensorFlow notes it in the file {@code checkpoint}.
 *
 * <p>TensorFlow: {@code tensorflow/python/checkpoint/checkpoint_management.py}, {@code
 * latest_checkpoint}.
 */
final class LatestCheckpoint {
  private static final String NOTE = "checkpoint";
  private static final long MOST_BYTES = 1 << 20;
  private static final Pattern LATEST =
      Pattern.compile("(?m)^\\s*model_checkpoint_path:\\s*\"((?:[^\"\\\\]|\\\\.)*)\"\\s*$");

  private LatestCheckpoint() {}

  /** Whether a path is such a folder, and not one of a model, which may have a checkpoint too. */
  static boolean isIn(Path folder) {
    return Files.isRegularFile(folder.resolve(NOTE))
        && Stream.of("saved_model.pb", "keras_metadata.pb", "config.json")
            .noneMatch(model -> Files.exists(folder.resolve(model)));
  }

  /**
   * Returns the beginning of the names of its files. A note that names another folder was written
   * before this one moved; what has that name here is read, and nothing elsewhere.
   */
  static Path of(Path folder) {
    String text = text(folder);
    Matcher found = LATEST.matcher(text);
    Path name = found.find() ? name(found.group(1)) : null;
    if (name == null) {
      throw new ModelFormatException(
          folder.toString(), NOTE, "expected a line `model_checkpoint_path: \"NAME\"` in it.");
    }
    Path prefix = folder.resolve(name);
    if (!Files.exists(CheckpointBundle.index(prefix))) {
      throw new ModelFormatException(
          folder.toString(),
          NOTE,
          "it names the checkpoint '%s', and there is no file %s beside it."
              .formatted(name, CheckpointBundle.index(name)));
    }
    Folders.inside(folder, CheckpointBundle.index(name).toString());
    for (Path data : CheckpointBundle.open(prefix).files()) {
      if (Files.exists(data)) {
        Folders.inside(folder, String.valueOf(data.getFileName()));
      }
    }
    return prefix;
  }

  private static @Nullable Path name(String escaped) {
    try {
      Path name = Path.of(TextFormat.unescapeBytes(escaped).toStringUtf8()).getFileName();
      return name == null || List.of("", ".", "..").contains(name.toString()) ? null : name;
    } catch (TextFormat.InvalidEscapeSequenceException | InvalidPathException e) {
      return null;
    }
  }

  private static String text(Path folder) {
    Path file = Folders.inside(folder, NOTE);
    try {
      if (Files.size(file) > MOST_BYTES) {
        throw new ModelFormatException(
            folder.toString(), NOTE, "it is too large for the note of a checkpoint.");
      }
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": cannot be read: " + e.getMessage() + ".", e);
    }
  }
}
