package keras.layers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The order of a lookup layer's indices: a mask token, tokens for what is not in the vocabulary,
 * and the vocabulary.
 *
 * <p>Keras: {@code keras/src/layers/preprocessing/index_lookup.py}, {@code set_vocabulary}.
 *
 * @param who for messages
 * @param maskToken null where index 0 has none
 */
record Vocabulary(
    Object who,
    @Nullable Object maskToken,
    boolean keepsMask,
    @Nullable Object oovToken,
    int oovCount,
    boolean invert,
    @Nullable Integer most) {
  /** What ends a line for Python's {@code splitlines}. */
  private static final Pattern PYTHON_LINE =
      Pattern.compile("\r\n|[\n\r\u000b\f\u001c\u001d\u001e\u0085\u2028\u2029]");

  int oovStart() {
    return keepsMask && maskToken != null ? 1 : 0;
  }

  int tokenStart() {
    return oovStart() + oovCount;
  }

  /** Returns the tokens in front of the vocabulary. */
  List<@Nullable Object> special() {
    List<@Nullable Object> special = new ArrayList<>();
    for (int i = 0; i < oovStart(); i++) {
      special.add(maskToken);
    }
    for (int i = 0; i < oovCount; i++) {
      special.add(oovToken);
    }
    return special;
  }

  /** Whether a vocabulary begins with the special tokens. */
  boolean hasSpecial(List<?> given) {
    return given.size() >= tokenStart() && given.subList(0, tokenStart()).equals(special());
  }

  /** Returns the tokens of a vocabulary that is sound, without special ones. */
  List<Object> tokens(List<?> given) {
    if (given.isEmpty()) {
      throw new IllegalArgumentException(
          "%s: cannot set an empty vocabulary. Received: vocabulary=[].".formatted(who));
    }
    List<Object> tokens =
        new ArrayList<>(hasSpecial(given) ? given.subList(tokenStart(), given.size()) : given);
    Map<Object, Integer> counts = new LinkedHashMap<>();
    tokens.forEach(t -> counts.merge(t, 1, Integer::sum));
    if (counts.size() < tokens.size()) {
      throw new IllegalArgumentException(
          "%s: the passed vocabulary has at least one repeated term. Give each once. The repeated terms are: %s."
              .formatted(
                  who,
                  counts.keySet().stream().filter(t -> counts.getOrDefault(t, 0) > 1).toList()));
    }
    refuse("mask", maskToken, tokens, given);
    if (invert) {
      refuse("oov", oovToken, tokens, given);
    }
    int size = tokenStart() + tokens.size();
    if (most != null && size > most) {
      throw new IllegalArgumentException(
          "%s: the vocabulary has %d tokens, special ones included, more than `max_tokens`, which is %d."
              .formatted(who, size, most));
    }
    return tokens;
  }

  /** Returns tokens among which are no special ones. */
  List<Object> plain(List<?> given) {
    List<Object> special = new ArrayList<>(special());
    return special.isEmpty() || !hasSpecial(given)
        ? tokens(given)
        : tokens(withFront(special, given));
  }

  /** A file that begins with special tokens means them as words, which {@link #tokens} refuses. */
  private static List<Object> withFront(List<Object> special, List<?> given) {
    List<Object> all = new ArrayList<>(special);
    all.addAll(given);
    return all;
  }

  /** Whether the lines of a file can hold tokens: Keras drops empty ones at the end. */
  static boolean areLines(List<Object> tokens) {
    return tokens.stream().noneMatch(t -> PYTHON_LINE.matcher(t.toString()).find())
        && (tokens.isEmpty() || !tokens.get(tokens.size() - 1).equals(""));
  }

  /** Returns the content of a file with a token a line. */
  static byte[] file(List<Object> tokens) {
    String lines = tokens.stream().map(String::valueOf).collect(Collectors.joining("\n"));
    return lines.getBytes(StandardCharsets.UTF_8);
  }

  private void refuse(String kind, @Nullable Object token, List<Object> tokens, List<?> given) {
    if (token != null && tokens.contains(token)) {
      throw new IllegalArgumentException(
          "%s: found the reserved %s token at an unexpected place of the vocabulary. Leave all mask and OOV tokens out, or put them at the start in this order: %s. Received: %s_token=%s at vocabulary index %d."
              .formatted(who, kind, special(), kind, token, given.lastIndexOf(token)));
    }
  }

  /** Returns the lines of a file. */
  static List<String> lines(Object who, Path file) {
    try {
      return lines(who, file.toString(), Files.readAllBytes(file), 0);
    } catch (IOException e) {
      throw new UncheckedIOException("%s: cannot read the vocabulary %s.".formatted(who, file), e);
    }
  }

  /**
   * Returns the lines of a vocabulary file, without empty ones at the end.
   *
   * @param least keeps as many lines as there are known to be
   */
  static List<String> lines(Object who, String file, byte[] bytes, int least) {
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(
          "%s: expected a vocabulary file of UTF-8. Received: %s, which is not."
              .formatted(who, file),
          e);
    }
    List<String> lines = new ArrayList<>(Arrays.asList(PYTHON_LINE.split(text, -1)));
    while (lines.size() > least && lines.get(lines.size() - 1).isEmpty()) {
      lines.remove(lines.size() - 1);
    }
    return lines;
  }
}
