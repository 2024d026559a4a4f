package keras.io.savedmodel;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import keras.engine.HostTensor;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.NdArray;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.types.TString;

/** What a signature gives, as arrays. */
final class SignatureOutputs {
  private SignatureOutputs() {}

  static Map<String, NdArray<?>> of(
      Signature signature, Map<String, Tensor> tensors, boolean rawStrings) {
    Map<String, NdArray<?>> arrays = new LinkedHashMap<>();
    for (String name : signature.outputs().keySet()) {
      Tensor tensor = Objects.requireNonNull(tensors.get(name), name);
      if (tensor instanceof TString text) {
        arrays.put(name, rawStrings ? raw(text) : strings(signature, name, text));
      } else {
        arrays.put(name, HostTensor.of(tensor).toNdArray());
      }
    }
    return Collections.unmodifiableMap(arrays);
  }

  private static NdArray<byte[]> raw(TString tensor) {
    NdArray<byte[]> copy = NdArrays.ofObjects(byte[].class, tensor.shape());
    var to = copy.scalars().iterator();
    tensor.asBytes().scalars().forEach(scalar -> to.next().setObject(scalar.getObject()));
    return copy;
  }

  private static NdArray<String> strings(Signature signature, String name, TString tensor) {
    NdArray<String> copy = NdArrays.ofObjects(String.class, tensor.shape());
    var to = copy.scalars().iterator();
    for (NdArray<byte[]> scalar : tensor.asBytes().scalars()) {
      try {
        to.next()
            .setObject(
                StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(scalar.getObject()))
                    .toString());
      } catch (CharacterCodingException e) {
        throw new IllegalStateException(
            ("Signature '%s': output '%s' holds strings that are not text. Load the SavedModel with"
                    + " SavedModelOptions.defaults().rawStrings(true) to get their bytes.")
                .formatted(signature.name(), name),
            e);
      }
    }
    return copy;
  }
}
