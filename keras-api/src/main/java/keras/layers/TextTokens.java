package keras.layers;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import keras.engine.CallContext;
import keras.engine.Shapes;
import keras.ops.Core;
import keras.ops.DType;
import keras.ops.Expr;
import keras.ops.Numpy;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Stack;
import org.tensorflow.op.math.DenseBincount;
import org.tensorflow.op.ragged.RaggedBincount;
import org.tensorflow.op.strings.StringNGrams;
import org.tensorflow.op.strings.StringSplit;
import org.tensorflow.op.strings.UnicodeDecode;
import org.tensorflow.op.strings.UnicodeEncode;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.TString;
import org.tensorflow.types.family.TNumber;

/**
 * The tokens of texts: an array of them, or as many as each text has, one after the other.
 *
 * @param flat the array, or all tokens
 * @param splits where the tokens of each text begin and end, int64; null for an array
 */
record TextTokens(Expr flat, @Nullable Expr splits) {
  private static final long REPLACEMENT = 0xfffd;
  private static final String UTF_8 = "UTF-8";

  /** Takes each string for a token. */
  static TextTokens whole(Expr x) {
    return new TextTokens(x, null);
  }

  /** Splits texts where there is white space. */
  static TextTokens words(Expr texts, CallContext ctx) {
    Ops tf = ctx.tf();
    StringSplit parts = tf.strings.stringSplit(Core.strings(texts), tf.constant(""));
    Expr rows = Numpy.take(ctx.wrap(parts.indices()), constant(tf, 0), 1);
    Expr count = Numpy.take(ctx.wrap(parts.shape()), constant(tf, 0), 0);
    Operand<TNumber> none = number(tf.zeros(tf.array(0L), TInt64.class));
    Expr sizes = ctx.wrap(tf.math.denseBincount(rows, count, none, new DenseBincount.Options[0]));
    Expr ends = ctx.wrap(tf.math.cumsum(sizes, tf.constant(0)));
    Expr splits = ctx.wrap(tf.concat(List.of(number(tf.array(0L)), ends), tf.constant(0)));
    return new TextTokens(ctx.wrap(parts.values()), splits);
  }

  @SuppressWarnings("unchecked") // the dtypes are run-time values
  private static Operand<TNumber> number(Operand<?> x) {
    return (Operand<TNumber>) x;
  }

  private static Expr constant(Ops tf, int value) {
    return Core.constant(tf, value, DType.INT32);
  }

  /** Takes the strings of rows for tokens, but for empty ones, which fill them up. */
  static TextTokens rows(Expr filled, CallContext ctx) {
    Ops tf = ctx.tf();
    Expr there = ctx.wrap(tf.math.notEqual(Core.strings(filled), tf.constant("")));
    Expr found = ctx.wrap(tf.where(there));
    Expr ends = ctx.wrap(tf.math.cumsum(there.cast(DType.INT64).sum(1), tf.constant(0)));
    Expr splits = ctx.wrap(tf.concat(List.of(number(tf.array(0L)), ends), tf.constant(0)));
    return new TextTokens(ctx.wrap(tf.gatherNd(Core.strings(filled), found)), splits);
  }

  /** Splits texts into their characters, which are code points. */
  static TextTokens characters(Expr texts, CallContext ctx) {
    Ops tf = ctx.tf();
    UnicodeDecode<TInt64> points =
        tf.strings.unicodeDecode(
            Core.strings(texts),
            UTF_8,
            TInt64.class,
            UnicodeDecode.errors("replace"),
            UnicodeDecode.replacementChar(REPLACEMENT));
    Operand<TInt64> count = tf.size(points.charValues(), TInt64.class);
    Operand<TInt64> each =
        tf.range(tf.constant(0L), tf.math.add(count, tf.constant(1L)), tf.constant(1L));
    Operand<TString> characters =
        tf.strings.unicodeEncode(
            points.charValues(),
            each,
            UTF_8,
            UnicodeEncode.errors("replace"),
            UnicodeEncode.replacementChar(REPLACEMENT));
    return new TextTokens(ctx.wrap(characters), ctx.wrap(points.rowSplits()));
  }

  /** Returns runs of tokens, joined by spaces, for each of some lengths. */
  TextTokens ngrams(List<Long> lengths, CallContext ctx) {
    Ops tf = ctx.tf();
    Expr ends = splits;
    if (ends == null) {
      if (flat.rank() != 2) {
        throw new IllegalArgumentException(
            "`ngrams` without `split` need inputs of shape (batch, tokens). Received: shape %s."
                .formatted(Shapes.show(flat.shape())));
      }
      Expr rows = Core.size(flat, 0).cast(DType.INT64);
      Expr width = Core.size(flat, 1).cast(DType.INT64);
      ends =
          ctx.wrap(
                  tf.range(
                      constant(tf, 0).cast(DType.INT64),
                      rows.add(1),
                      constant(tf, 1).cast(DType.INT64)))
              .mul(width);
    }
    StringNGrams<TNumber> runs =
        tf.strings.stringNGrams(
            Core.strings(flat.reshape(-1)), ends, " ", lengths, "", "", 0L, false);
    TextTokens made = new TextTokens(ctx.wrap(runs.ngrams()), ctx.wrap(runs.ngramsSplits()));
    if (splits != null) {
      return made;
    }
    return whole(made.padded(null, Expr.of(tf, tf.constant("")), ctx));
  }

  /** Returns the tokens of each text as a row, filled up. */
  Expr padded(@Nullable Integer length, Expr filling, CallContext ctx) {
    Ops tf = ctx.tf();
    return ctx.wrap(
        tf.ragged.raggedTensorToTensor(
            tf.array(-1L, length == null ? -1L : length),
            number(flat),
            number(filling),
            List.of(number(splits == null ? flat : splits)),
            List.of("ROW_SPLITS")));
  }

  /** Cuts or fills up the last axis of an array with zeros. */
  static Expr fitted(Expr x, int length, CallContext ctx) {
    Ops tf = ctx.tf();
    int rank = x.rank();
    Expr missing = constant(tf, length).sub(Core.size(x, rank - 1)).maximum(constant(tf, 0));
    Expr none = ctx.wrap(tf.zeros(tf.array(rank - 1), TInt32.class));
    Expr after = ctx.wrap(tf.concat(List.of(none, missing.reshape(1)), tf.constant(0)));
    Expr before = ctx.wrap(tf.constant(new int[rank]));
    Operand<TInt32> paddings =
        Core.int32(ctx.wrap(tf.stack(List.of(before, after), Stack.axis(1L))));
    int[] sizes = new int[rank];
    Arrays.fill(sizes, -1);
    sizes[rank - 1] = length;
    return ctx.wrap(
        tf.slice(
            tf.pad(x, paddings, x.constant(0)), tf.constant(new int[rank]), tf.constant(sizes)));
  }

  /** Returns how often each index comes in each text, or whether it does. */
  Expr counted(int depth, boolean binary, CallContext ctx) {
    Ops tf = ctx.tf();
    return ctx.wrap(
            tf.ragged.raggedBincount(
                int64(splits),
                number(flat),
                number(flat.constant(depth)),
                tf.zeros(tf.array(0L), TInt64.class),
                RaggedBincount.binaryOutput(binary)))
        .reshape(-1, depth);
  }

  @SuppressWarnings("unchecked") // they are int64
  private static Operand<TInt64> int64(@Nullable Expr splits) {
    return (Operand<TInt64>) (Operand<?>) Objects.requireNonNull(splits);
  }

  /** Returns the same texts with other values for the tokens. */
  TextTokens with(Expr values) {
    return new TextTokens(values, splits);
  }
}
