package keras.io.savedmodel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import keras.data.SampleArray;
import keras.engine.HostTensor;
import keras.engine.Shapes;
import keras.ops.DType;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.BooleanNdArray;
import org.tensorflow.ndarray.ByteNdArray;
import org.tensorflow.ndarray.DoubleNdArray;
import org.tensorflow.ndarray.FloatNdArray;
import org.tensorflow.ndarray.IntNdArray;
import org.tensorflow.ndarray.LongNdArray;
import org.tensorflow.ndarray.NdArray;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.ndarray.ShortNdArray;
import org.tensorflow.ndarray.StdArrays;
import org.tensorflow.types.TString;

/** The arrays that a signature is given, checked and as native tensors. */
final class SignatureInputs implements AutoCloseable {
  private static final String STRING = DType.STRING.id();

  private final Signature signature;
  private final Map<String, Tensor> tensors = new LinkedHashMap<>();

  private SignatureInputs(Signature signature) {
    this.signature = signature;
  }

  static SignatureInputs of(Signature signature, Map<String, ?> given) {
    SignatureInputs inputs = new SignatureInputs(signature);
    boolean good = false;
    try {
      inputs.addAll(given);
      good = true;
      return inputs;
    } finally {
      if (!good) {
        inputs.close();
      }
    }
  }

  private void addAll(Map<String, ?> given) {
    if (!given.keySet().equals(signature.inputs().keySet())) {
      throw new IllegalArgumentException(
          "Signature '%s': expected inputs %s. Received: %s."
              .formatted(signature.name(), Signature.show(signature.inputs()), given.keySet()));
    }
    signature
        .inputs()
        .forEach((name, expected) -> tensors.put(name, tensor(name, expected, given.get(name))));
  }

  private Tensor tensor(String name, SignatureTensor expected, @Nullable Object given) {
    NdArray<?> array = array(name, expected, given);
    if (!isOfNumbers(array)) {
      return TString.tensorOfBytes(bytes(name, expected, array));
    }
    HostTensor host = HostTensor.of(array);
    require(stands(host.dtype().id(), expected.dtype()), name, expected, array, host.dtype().id());
    return cast(host, DType.get(expected.dtype())).toTensor();
  }

  private void require(
      boolean fits, String name, SignatureTensor expected, NdArray<?> array, String dtype) {
    if (!fits || !expected.takes(array.shape())) {
      throw new IllegalArgumentException(
          "Signature '%s': input '%s': expected %s. Received: %s %s."
              .formatted(signature.name(), name, expected, dtype, Shapes.show(array.shape())));
    }
  }

  private NdArray<byte[]> bytes(String name, SignatureTensor expected, NdArray<?> array) {
    require(expected.dtype().equals(STRING), name, expected, array, "objects");
    NdArray<byte[]> bytes = NdArrays.ofObjects(byte[].class, array.shape());
    var to = bytes.scalars().iterator();
    for (NdArray<?> scalar : array.scalars()) {
      Object value = scalar.getObject();
      if (value instanceof String text) {
        to.next().setObject(text.getBytes(StandardCharsets.UTF_8));
      } else {
        require(value instanceof byte[], name, expected, array, "objects");
        to.next().setObject((byte[]) value);
      }
    }
    return bytes;
  }

  private static HostTensor cast(HostTensor host, DType dtype) {
    if (dtype != DType.UINT16) {
      return host.cast(dtype);
    }
    ByteBuffer ints = host.data().duplicate().order(ByteOrder.LITTLE_ENDIAN);
    ByteBuffer shorts = ByteBuffer.allocate(ints.remaining() / 2).order(ByteOrder.LITTLE_ENDIAN);
    while (ints.hasRemaining()) {
      shorts.putShort((short) ints.getInt());
    }
    return new HostTensor(dtype, host.shape(), shorts.flip());
  }

  private NdArray<?> array(String name, SignatureTensor expected, @Nullable Object given) {
    if (given == null) {
      throw new IllegalArgumentException(
          "Signature '%s': input '%s': expected %s. Received: null."
              .formatted(signature.name(), name, expected));
    } else if (given instanceof String[] words) {
      return StdArrays.ndCopyOf(words);
    } else if (given instanceof NdArray<?> array) {
      return array;
    }
    return SampleArray.of("Signature '%s': input '%s'".formatted(signature.name(), name), given)
        .toNdArray();
  }

  private static boolean isOfNumbers(NdArray<?> array) {
    return array instanceof FloatNdArray
        || array instanceof DoubleNdArray
        || array instanceof IntNdArray
        || array instanceof LongNdArray
        || array instanceof ShortNdArray
        || array instanceof ByteNdArray
        || array instanceof BooleanNdArray;
  }

  /** Whether arrays of a type stand for a type, as there is none of its own for it. */
  private static boolean stands(String given, String expected) {
    return switch (expected) {
      case "float16", "bfloat16" -> given.equals("float32");
      case "uint16" -> given.equals("int32");
      default -> given.equals(expected);
    };
  }

  Map<String, Tensor> tensors() {
    return tensors;
  }

  @Override
  public void close() {
    tensors.values().forEach(Tensor::close);
  }
}
