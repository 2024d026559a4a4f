package keras.layers;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import keras.config.CustomObjects;
import keras.config.Functions;
import keras.engine.CallContext;
import keras.engine.Shapes;
import keras.ops.Core;
import keras.ops.DType;
import keras.ops.Expr;
import keras.ops.Numpy;
import org.jspecify.annotations.Nullable;
import org.tensorflow.op.Ops;

/**
 * How texts become tokens.
 *
 * <p>Keras: {@code keras/src/layers/preprocessing/text_vectorization.py}, {@code _preprocess}.
 */
record TextSteps(@Nullable Object standardize, @Nullable Object split, @Nullable Object ngrams) {
  static final String STRIP = "strip_punctuation";
  static final String LOWER = "lower";
  static final String BOTH = "lower_and_strip_punctuation";
  private static final String WHITESPACE = "whitespace";
  private static final String CHARACTER = "character";
  private static final String PUNCTUATION = "[!\"#$%&()\\*\\+,-\\./:;<=>?@\\[\\\\\\]^_`{|}~\\']";

  /** Throws unless Keras knows the arguments. */
  void check() {
    requireOne("standardize", standardize, List.of(BOTH, LOWER, STRIP));
    requireOne("split", split, List.of(WHITESPACE, CHARACTER));
    lengths();
  }

  private static void requireOne(String key, @Nullable Object value, List<String> known) {
    if (value instanceof Map<?, ?> given) {
      String name = Functions.name(given);
      throw new IllegalArgumentException(
          name == null
              ? "TextVectorization: `%s` is Python's code, which is not run. Replace it in Python by a function with a name, and give that name a function in Java: CustomObjects.none().with(TextFunction.of(\"name\", …))."
                  .formatted(key)
              : "TextVectorization: `%s` is the function '%s', which nobody gave. Give it: %s"
                  .formatted(key, name, give(name)));
    }
    if (value != null && !known.contains(value) && !(value instanceof TextFunction)) {
      throw new IllegalArgumentException(
          "TextVectorization: `%s` must be one of %s, or None. Received: %s=%s. %s"
              .formatted(
                  key, known, key, value, "A function of one's own is given by " + give(value)));
    }
  }

  private static String give(Object name) {
    return "CustomObjects.none().with(TextFunction.of(\"%s\", (texts, ctx) -> …))".formatted(name)
        + ".";
  }

  /** Returns the function that a config names, where the caller has it; what it says otherwise. */
  static @Nullable Object read(@Nullable Object json, CustomObjects custom) {
    String name = json instanceof String text ? text : Functions.name(json);
    Optional<TextFunction> own =
        name == null ? Optional.empty() : custom.function(name, TextFunction.class);
    return own.isPresent() ? own.get() : json;
  }

  private @Nullable List<Long> lengths() {
    if (ngrams == null) {
      return null;
    }
    if (ngrams instanceof Number n && n.doubleValue() == n.intValue() && n.intValue() > 0) {
      return LongStream.rangeClosed(1, n.intValue()).boxed().toList();
    }
    if (ngrams instanceof List<?> l
        && !l.isEmpty()
        && l.stream().allMatch(n -> n instanceof Number v && v.doubleValue() >= 1)) {
      return l.stream().map(n -> ((Number) n).longValue()).toList();
    }
    throw new IllegalArgumentException(
        "TextVectorization: `ngrams` must be None, a positive integer, or several. Received: ngrams=%s."
            .formatted(ngrams));
  }

  /** Turns texts into tokens. */
  TextTokens tokens(Layer who, Expr texts, CallContext ctx) {
    Ops tf = ctx.tf();
    if (texts.dtype() != DType.STRING) {
      throw new IllegalArgumentException(
          "%s: expected inputs of dtype string. Received: %s.".formatted(who, texts.dtype()));
    }
    Expr x = texts;
    if (BOTH.equals(standardize) || LOWER.equals(standardize)) {
      x = ctx.wrap(tf.strings.lower(Core.strings(x)));
    }
    if (BOTH.equals(standardize) || STRIP.equals(standardize)) {
      x = ctx.wrap(tf.strings.staticRegexReplace(Core.strings(x), PUNCTUATION, ""));
    }
    if (standardize instanceof TextFunction own) {
      x = strings(who, "standardize", own.call(x, ctx), x.rank());
    }
    TextTokens tokens =
        WHITESPACE.equals(split)
            ? TextTokens.words(single(who, x), ctx)
            : CHARACTER.equals(split)
                ? TextTokens.characters(single(who, x), ctx)
                : split instanceof TextFunction own
                    ? TextTokens.rows(strings(who, "split", own.call(single(who, x), ctx), 2), ctx)
                    : TextTokens.whole(x);
    List<Long> lengths = lengths();
    return lengths == null ? tokens : tokens.ngrams(lengths, ctx);
  }

  private static Expr strings(Layer who, String key, Expr made, int rank) {
    if (made.dtype() != DType.STRING || made.rank() != rank) {
      throw new IllegalArgumentException(
          "%s: the function for `%s` must give strings with %d axes. Received: %s of shape %s."
              .formatted(who, key, rank, made.dtype(), Shapes.show(made.shape())));
    }
    return made;
  }

  private static Expr single(Layer who, Expr x) {
    int rank = x.rank();
    if (rank == 1) {
      return x;
    }
    if (rank != 2 || x.shape().get(1) != 1) {
      throw new IllegalArgumentException(
          "%s: to split texts, expected inputs of shape (batch) or (batch, 1). Received: shape %s."
              .formatted(who, Shapes.show(x.shape())));
    }
    return Numpy.squeeze(x, -1);
  }
}
