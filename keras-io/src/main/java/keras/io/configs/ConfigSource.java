package keras.io.configs;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import keras.io.json.Json;
import keras.saving.ModelFormatException;
import keras.utils.Console;
import org.jspecify.annotations.Nullable;

/**
 * Where a config comes from, for messages.
 *
 * @param file the file's name
 * @param place where in it, such as {@code attribute `model_config`}
 * @param otherwise a sentence that says what else the file is good for, where no model can be made
 *     of it; may be empty
 */
public record ConfigSource(String file, String place, Supplier<String> otherwise) {
  /** Describes a source that is good for nothing else. */
  public ConfigSource(String file, String place) {
    this(file, place, () -> "");
  }

  /** Reads JSON text of this source that must be an object. */
  public Map<String, @Nullable Object> parse(String text) {
    Object json = Json.parse(text, file, place);
    if (json instanceof Map<?, ?> map) {
      return castMap(map);
    }
    throw error("expected a JSON object. Received: %s.".formatted(shown(json)));
  }

  @SuppressWarnings("unchecked") // JSON objects have string keys
  private static Map<String, @Nullable Object> castMap(Map<?, ?> map) {
    return (Map<String, @Nullable Object>) map;
  }

  /** Prints a sentence about the content. */
  void print(String sentence) {
    Console.printLine(file + ": " + sentence);
  }

  /** Returns the error that the content of this source is not what it must be. */
  public ModelFormatException error(String what) {
    return new ModelFormatException(file, place, what);
  }

  /** Returns the error that names several things that are wrong, and what to do otherwise. */
  public ModelFormatException error(String what, List<String> reasons) {
    List<String> lines = new ArrayList<>(reasons);
    String other = otherwise.get();
    if (!other.isEmpty()) {
      lines.add(other);
    }
    return error(lines.size() == 1 ? lines.get(0) : what + "\n  " + String.join("\n  ", lines));
  }

  /** Makes something of the content; what is wrong with it is said with this source's name. */
  public <T> T guarded(Supplier<T> action) {
    try {
      return action.get();
    } catch (ModelFormatException e) {
      throw e;
    } catch (UnsupportedOperationException e) {
      throw new UnsupportedOperationException(message(e), e);
    } catch (RuntimeException e) {
      throw new ModelFormatException(file, place, reason(e), e);
    } catch (StackOverflowError e) {
      throw new ModelFormatException(file, place, "it nests too deeply.", e);
    }
  }

  private String message(RuntimeException e) {
    return file + ": " + (place.isEmpty() ? "" : place + ": ") + reason(e);
  }

  private static String reason(RuntimeException e) {
    String message = e.getMessage();
    boolean ours = e instanceof IllegalArgumentException || e instanceof IllegalStateException;
    return (ours || e instanceof UnsupportedOperationException) && message != null
        ? message
        : "it is not what Keras writes (%s).".formatted(e);
  }

  private static String shown(@Nullable Object json) {
    String text = String.valueOf(json);
    return text.length() > 80 ? text.substring(0, 80) + "…" : text;
  }
}
