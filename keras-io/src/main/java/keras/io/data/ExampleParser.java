package keras.io.data;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import keras.data.Batch;
import keras.data.Np;
import keras.io.tensorbundle.ProtoGuard;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.NdArray;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.proto.Example;
import org.tensorflow.proto.Feature;

/**
 * Makes batches of records that are examples, as {@code tf.io.parse_example} does.
 *
 * @param label the feature that holds the targets; null where there are none
 */
record ExampleParser(Map<String, ExampleFeature> features, @Nullable String label) {

  Batch batch(List<RecordReader.Entry> records) {
    List<Map<String, Feature>> examples = records.stream().map(ExampleParser::parsed).toList();
    Map<String, NdArray<?>> arrays = new LinkedHashMap<>();
    for (Map.Entry<String, ExampleFeature> each : features.entrySet()) {
      String name = each.getKey();
      List<List<Object>> rows = new ArrayList<>();
      for (int i = 0; i < records.size(); i++) {
        Feature feature = examples.get(i).get(name);
        rows.add(values(records.get(i), name, each.getValue(), feature));
      }
      arrays.put(name, array(each.getValue(), rows));
    }
    return Collected.batch(arrays, label);
  }

  private static Map<String, Feature> parsed(RecordReader.Entry record) {
    try {
      ProtoGuard.check(record.bytes(), Example.getDescriptor());
      return Example.parseFrom(record.bytes()).getFeatures().getFeatureMap();
    } catch (IOException e) {
      throw record.error("expected a tf.train.Example. Received: bytes that are none.", e);
    }
  }

  private static List<Object> values(
      RecordReader.Entry record, String name, ExampleFeature spec, @Nullable Feature feature) {
    boolean absent = feature == null || feature.getKindCase() == Feature.KindCase.KIND_NOT_SET;
    if (feature == null || absent) {
      if (!(spec instanceof FixedLenFeature fixed)) {
        return List.of();
      } else if (fixed.defaultValue().isEmpty()) {
        throw record.error(
            "feature '%s': expected %s. Received: no such feature.".formatted(name, spec.dtype()),
            null);
      }
      return fixed.defaultValue();
    }
    List<Object> values =
        switch (feature.getKindCase()) {
          case FLOAT_LIST -> List.copyOf(feature.getFloatList().getValueList());
          case INT64_LIST -> List.copyOf(feature.getInt64List().getValueList());
          default -> texts(record, name, feature, spec);
        };
    String dtype =
        switch (feature.getKindCase()) {
          case FLOAT_LIST -> "float32";
          case INT64_LIST -> "int64";
          default -> "string";
        };
    if (!dtype.equals(spec.dtype())) {
      throw record.error(
          "feature '%s': expected %s. Received: %s.".formatted(name, spec.dtype(), dtype), null);
    }
    if (spec instanceof FixedLenFeature fixed && values.size() != fixed.size()) {
      throw record.error(
          "feature '%s': expected %d values. Received: %d."
              .formatted(name, fixed.size(), values.size()),
          null);
    }
    if (spec instanceof FixedLenSequenceFeature rows && values.size() % rows.size() != 0) {
      throw record.error(
          "feature '%s': expected rows of %d values. Received: %d values."
              .formatted(name, rows.size(), values.size()),
          null);
    }
    return values;
  }

  private static List<Object> texts(
      RecordReader.Entry record, String name, Feature feature, ExampleFeature spec) {
    List<Object> texts = new ArrayList<>();
    if (!spec.dtype().equals("string")) {
      return texts; // refused by its dtype
    }
    for (ByteString bytes : feature.getBytesList().getValueList()) {
      try {
        texts.add(
            StandardCharsets.UTF_8.newDecoder().decode(bytes.asReadOnlyByteBuffer()).toString());
      } catch (CharacterCodingException e) {
        throw record.error(
            "feature '%s': expected UTF-8. Received: bytes that are not; TFRecordDataset.records() gives them."
                .formatted(name),
            e);
      }
    }
    return texts;
  }

  private static NdArray<?> array(ExampleFeature spec, List<List<Object>> rows) {
    FixedLenSequenceFeature sequence = spec instanceof FixedLenSequenceFeature f ? f : null;
    int least = !spec.dtype().equals("string") ? 0 : sequence == null ? 1 : sequence.size();
    int width = Math.max(least, rows.stream().mapToInt(List::size).max().orElse(0));
    Object fill =
        sequence == null
            ? ExampleFeature.zero("VarLenFeature", spec.dtype())
            : sequence.defaultValue();
    List<Object> all = new ArrayList<>();
    for (List<Object> row : rows) {
      all.addAll(row);
      for (int i = row.size(); i < width; i++) {
        all.add(fill);
      }
    }
    long[] own =
        spec instanceof FixedLenFeature fixed
            ? fixed.shape()
            : sequence == null ? new long[] {width} : sequence.shape(width / sequence.size());
    long[] shape = new long[1 + own.length];
    shape[0] = rows.size();
    System.arraycopy(own, 0, shape, 1, own.length);
    return all.isEmpty()
        ? empty(spec.dtype(), Shape.of(shape))
        : Np.reshape(Collected.array(all), shape);
  }

  /** Returns a batch in which no example has a value. */
  private static NdArray<?> empty(String dtype, Shape shape) {
    return dtype.equals("float32") ? NdArrays.ofFloats(shape) : NdArrays.ofLongs(shape);
  }
}
