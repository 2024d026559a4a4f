package keras.ops;

import java.util.List;

/**
 * Functions of TensorFlow that round numbers to what few bits hold, and give them as floats again.
 *
 * <p>Keras: {@code tensorflow/python/ops/gen_array_ops.py}, {@code array_ops.py}.
 */
final class TfQuantizedFunctions {
  private static final String BITS = ", num_bits=8, narrow_range=False";

  private TfQuantizedFunctions() {}

  static void add(TfFunctions rows) {
    rows.one(
        "quantization.fake_quant_with_min_max_args",
        "inputs, min=-6, max=6" + BITS,
        a ->
            a.op(
                "FakeQuantWithMinMaxArgs",
                b ->
                    b.setAttr("min", (float) a.number("min"))
                        .setAttr("max", (float) a.number("max"))
                        .setAttr("num_bits", a.integer("num_bits"))
                        .setAttr("narrow_range", a.flag("narrow_range")),
                a.tensor("inputs")));
    for (String name : List.of("", "PerChannel")) {
      rows.one(
          "quantization.fake_quant_with_min_max_vars" + (name.isEmpty() ? "" : "_per_channel"),
          "inputs, min, max" + BITS,
          a ->
              a.op(
                  "FakeQuantWithMinMaxVars" + name,
                  b ->
                      b.setAttr("num_bits", a.integer("num_bits"))
                          .setAttr("narrow_range", a.flag("narrow_range")),
                  a.tensor("inputs"),
                  a.tensor("min", DType.FLOAT32),
                  a.tensor("max", DType.FLOAT32)));
    }
    rounded(rows, "quantization.quantize_and_dequantize", "QuantizeAndDequantizeV2");
    rounded(rows, "quantization.quantize_and_dequantize_v2", "QuantizeAndDequantizeV4");
  }

  private static void rounded(TfFunctions rows, String name, String op) {
    rows.one(
        name,
        "input, input_min, input_max, signed_input=True, num_bits=8, range_given=False,"
            + " round_mode='HALF_TO_EVEN', narrow_range=False, axis=None",
        a -> {
          Expr x = a.tensor("input");
          int axis = a.has("axis") ? Math.floorMod(a.integer("axis"), x.rank()) : -1;
          return a.op(
              op,
              b ->
                  b.setAttr("signed_input", a.flag("signed_input"))
                      .setAttr("num_bits", a.integer("num_bits"))
                      .setAttr("range_given", a.flag("range_given"))
                      .setAttr("round_mode", a.text("round_mode"))
                      .setAttr("narrow_range", a.flag("narrow_range"))
                      .setAttr("axis", axis),
              x,
              a.like("input_min", "input"),
              a.like("input_max", "input"));
        });
  }
}
