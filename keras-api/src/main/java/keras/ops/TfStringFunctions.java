package keras.ops;

import java.util.List;
import java.util.stream.IntStream;
import org.tensorflow.Output;

/**
 * Functions of TensorFlow of strings, as far as they give no ragged tensors.
 *
 * <p>Keras: {@code tensorflow/python/ops/string_ops.py}.
 */
final class TfStringFunctions {
  private TfStringFunctions() {}

  static void add(TfFunctions rows) {
    rows.one(
        "strings.as_string",
        "input, precision=-1, scientific=False, shortest=False, width=-1, fill=''",
        a ->
            a.op(
                "AsString",
                b ->
                    b.setAttr("precision", a.integer("precision"))
                        .setAttr("scientific", a.flag("scientific"))
                        .setAttr("shortest", a.flag("shortest"))
                        .setAttr("width", a.integer("width"))
                        .setAttr("fill", a.text("fill")),
                a.tensor("input")));
    for (String name : List.of("lower StringLower", "upper StringUpper")) {
      String[] words = name.split(" ", -1);
      rows.one(
          "strings." + words[0],
          "input, encoding=''",
          a -> a.op(words[1], b -> b.setAttr("encoding", a.text("encoding")), a.tensor("input")));
    }
    rows.op("strings.strip", "input", "StringStrip");
    rows.one(
        "strings.length",
        "input, unit='BYTE'",
        a -> a.op("StringLength", b -> b.setAttr("unit", a.text("unit")), a.tensor("input")));
    rows.one(
        "strings.substr",
        "input, pos, len, unit='BYTE'",
        a ->
            a.op(
                "Substr",
                b -> b.setAttr("unit", a.text("unit")),
                a.tensor("input"),
                a.tensor("pos"),
                a.tensor("len")));
    rows.one("strings.regex_full_match", "input, pattern", TfStringFunctions::matches);
    rows.one(
        "strings.regex_replace",
        "input, pattern, rewrite, replace_global=True",
        TfStringFunctions::replaced);
    rows.one(
        "strings.join",
        "inputs, separator=''",
        a -> {
          Output<?>[] all = TfArguments.list(a.tensors("inputs"));
          return a.op(
              "StringJoin", b -> b.addInputList(all).setAttr("separator", a.text("separator")));
        });
    rows.one(
        "strings.reduce_join compat.v1.strings.reduce_join",
        "inputs, axis=None, keepdims=False, separator='', keep_dims=None, reduction_indices=None!",
        TfStringFunctions::joined);
    rows.one(
        "strings.to_hash_bucket compat.v1.strings.to_hash_bucket",
        "input=None, num_buckets=None, string_tensor=None",
        a -> bucket(a, "StringToHashBucket", a.has("input") ? "input" : "string_tensor"));
    rows.one(
        "strings.to_hash_bucket_fast",
        "input, num_buckets",
        a -> bucket(a, "StringToHashBucketFast", "input"));
    rows.one(
        "strings.to_hash_bucket_strong",
        "input, num_buckets, key",
        a -> {
          return a.op(
              "StringToHashBucketStrong",
              b ->
                  b.setAttr("num_buckets", a.integer("num_buckets")).setAttr("key", a.longs("key")),
              a.tensor("input"));
        });
    rows.one(
        "strings.to_number compat.v1.strings.to_number",
        "input=None, out_type=None, string_tensor=None",
        a ->
            a.op(
                "StringToNumber",
                b -> b.setAttr("out_type", a.dtype("out_type", DType.FLOAT32).proto()),
                a.tensor(a.has("input") ? "input" : "string_tensor")));
    rows.op("strings.unicode_script", "input", "UnicodeScript");
    rows.one(
        "strings.unicode_transcode",
        "input, input_encoding, output_encoding, errors='replace', replacement_char=65533,"
            + " replace_control_characters=False",
        a ->
            a.op(
                "UnicodeTranscode",
                b ->
                    b.setAttr("input_encoding", a.text("input_encoding"))
                        .setAttr("output_encoding", a.text("output_encoding"))
                        .setAttr("errors", a.text("errors"))
                        .setAttr("replacement_char", a.integer("replacement_char"))
                        .setAttr(
                            "replace_control_characters", a.flag("replace_control_characters")),
                a.tensor("input")));
    rows.one(
        "strings.unsorted_segment_join",
        "inputs, segment_ids, num_segments, separator=''",
        a ->
            a.op(
                "UnsortedSegmentJoin",
                b -> b.setAttr("separator", a.text("separator")),
                a.tensor("inputs"),
                a.tensor("segment_ids"),
                a.tensor("num_segments")));
    rows.one(
        "strings.format",
        "template, inputs, placeholder='{}', summarize=3",
        TfStringFunctions::formatted);
    rows.one(
        "strings.ngrams",
        "data, ngram_width, separator=' ', pad_values=None, padding_width=None,"
            + " preserve_short_sequences=False",
        TfStringFunctions::ngrams);
    rows.one(
        "io.encode_base64",
        "input, pad=False",
        a -> a.op("EncodeBase64", b -> b.setAttr("pad", a.flag("pad")), a.tensor("input")));
    rows.op("io.decode_base64", "input", "DecodeBase64");
    rows.one(
        "io.decode_raw",
        "input_bytes, out_type, little_endian=True, fixed_length=None!",
        a ->
            a.op(
                "DecodeRaw",
                b ->
                    b.setAttr("out_type", a.dtype("out_type", DType.UINT8).proto())
                        .setAttr("little_endian", a.flag("little_endian")),
                a.tensor("input_bytes")));
  }

  private static Expr bucket(TfArguments a, String op, String input) {
    return a.op(op, b -> b.setAttr("num_buckets", a.integer("num_buckets")), a.tensor(input));
  }

  private static Expr matches(TfArguments a) {
    if (a.get("pattern") instanceof String pattern) {
      return a.op("StaticRegexFullMatch", b -> b.setAttr("pattern", pattern), a.tensor("input"));
    }
    return a.op("RegexFullMatch", a.tensor("input"), a.tensor("pattern"));
  }

  private static Expr replaced(TfArguments a) {
    boolean all = a.flag("replace_global");
    if (a.get("pattern") instanceof String pattern && a.get("rewrite") instanceof String rewrite) {
      return a.op(
          "StaticRegexReplace",
          b ->
              b.setAttr("pattern", pattern)
                  .setAttr("rewrite", rewrite)
                  .setAttr("replace_global", all),
          a.tensor("input"));
    }
    return a.op(
        "RegexReplace",
        b -> b.setAttr("replace_global", all),
        a.tensor("input"),
        a.tensor("pattern"),
        a.tensor("rewrite"));
  }

  /** Joins the strings of all axes from the last one to the first, where none are named. */
  private static Expr joined(TfArguments a) {
    Expr x = a.tensor("inputs");
    int[] axes = IntStream.range(0, x.rank()).map(i -> x.rank() - 1 - i).toArray();
    return a.op(
        "ReduceJoin",
        b ->
            b.setAttr("keep_dims", a.flag("keepdims") || a.flag("keep_dims"))
                .setAttr("separator", a.text("separator")),
        x,
        a.has("axis") ? a.tensor("axis") : a.constant(axes));
  }

  private static Expr formatted(TfArguments a) {
    List<Expr> inputs =
        a.get("inputs") instanceof List<?> ? a.each("inputs") : List.of(a.tensor("inputs"));
    return a.op(
        "StringFormat",
        b ->
            b.addInputList(TfArguments.list(inputs))
                .setAttr("template", a.text("template"))
                .setAttr("placeholder", a.text("placeholder"))
                .setAttr("summarize", a.integer("summarize")));
  }

  /** Joins neighbours in the last axis; each row gives as many. */
  private static Expr ngrams(TfArguments a) {
    Expr x = a.tensor("data");
    Object pads = a.get("pad_values");
    List<?> both = pads instanceof List<?> list ? list : java.util.Arrays.asList(pads, pads);
    int width = pads == null ? 0 : a.has("padding_width") ? a.integer("padding_width") : -1;
    Expr size = Core.shape(x);
    int last = x.rank() - 1;
    Expr rows = Numpy.prod(SliceKey.between(size, 0, 0, last), new int[] {0}, false);
    Expr length = SliceKey.between(size, 0, last, null).reshape();
    Expr splits =
        a.op("Range", a.scalar(0), rows.add(1), a.scalar(1)).mul(length).cast(DType.INT64);
    var op =
        a.build(
            "StringNGrams",
            b ->
                b.setAttr("separator", a.text("separator"))
                    .setAttr("ngram_widths", a.longs("ngram_width"))
                    .setAttr("left_pad", pads == null ? "" : String.valueOf(both.get(0)))
                    .setAttr("right_pad", pads == null ? "" : String.valueOf(both.get(1)))
                    .setAttr("pad_width", width)
                    .setAttr("preserve_short_sequences", a.flag("preserve_short_sequences")),
            x.reshape(-1),
            splits);
    Expr shape = Numpy.concatenate(List.of(SliceKey.between(size, 0, 0, last), a.constant(-1)), 0);
    return Numpy.reshape(x.wrap(op.output(0)), shape);
  }
}
