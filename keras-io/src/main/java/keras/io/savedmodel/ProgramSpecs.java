package keras.io.savedmodel;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;
import keras.engine.Structure;
import keras.engine.TensorSpec;
import keras.engine.programs.Capture;
import keras.engine.programs.ProgramFunction;
import keras.ops.DType;
import org.jspecify.annotations.Nullable;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.SavedObjectGraphOuterClass.FunctionSpec;
import org.tensorflow.proto.SavedObjectGraphOuterClass.SavedConcreteFunction;
import org.tensorflow.proto.Struct.PairValue;
import org.tensorflow.proto.Struct.StructuredValue;
import org.tensorflow.proto.Struct.TensorSpecProto;
import org.tensorflow.proto.TensorShapeProto;

/**
 * What functions of a program take and give, as the file describes it.
 *
 * <p>TensorFlow: {@code tensorflow/python/saved_model/function_deserialization.py}.
 *
 * @param spec the parameters of the Python function; null for a signature
 */
record ProgramSpecs(@Nullable FunctionSpec spec) {
  /** Returns a function if a call with one argument means it, else null. */
  @Nullable ProgramFunction function(
      FunctionDef definition, SavedConcreteFunction concrete, IntFunction<Capture> capture) {
    Structure<TensorSpec> inputs = inputs(concrete.getCanonicalizedInputSignature());
    Structure<TensorSpec> outputs = structure(concrete.getOutputSignature());
    int arguments = definition.getSignature().getInputArgCount();
    if (inputs == null
        || outputs == null
        || inputs.flat().size() + concrete.getBoundInputsCount() != arguments
        || outputs.flat().size() != definition.getSignature().getOutputArgCount()) {
      return null;
    }
    List<Capture> captures = new ArrayList<>();
    concrete.getBoundInputsList().forEach(id -> captures.add(capture.apply(id)));
    return new ProgramFunction(definition, inputs, outputs, captures);
  }

  private @Nullable Structure<TensorSpec> inputs(StructuredValue canonical) {
    List<StructuredValue> both = items(canonical);
    if (both == null || both.size() != 2 || !both.get(1).hasDictValue()) {
      return null;
    }
    List<StructuredValue> places = items(both.get(0));
    Map<String, StructuredValue> names = both.get(1).getDictValue().getFieldsMap();
    if (places == null) {
      return null;
    } else if (places.isEmpty()) {
      return spec == null ? structure(both.get(1)) : null; // a signature
    }
    List<StructuredValue> defaults = defaults();
    int from = places.size() - defaults.size();
    for (int i = 1; i < places.size(); i++) {
      if (i < from || !places.get(i).equals(defaults.get(i - from))) {
        return null;
      }
    }
    return names.isEmpty() ? structure(places.get(0)) : null;
  }

  /** Returns the defaults of the function's last parameters. */
  private List<StructuredValue> defaults() {
    if (spec != null) {
      for (PairValue pair : spec.getFullargspec().getNamedTupleValue().getValuesList()) {
        List<StructuredValue> values = items(pair.getValue());
        if (pair.getKey().equals("defaults") && values != null) {
          return values;
        }
      }
    }
    return List.of();
  }

  private static @Nullable List<StructuredValue> items(StructuredValue value) {
    return value.hasTupleValue()
        ? value.getTupleValue().getValuesList()
        : value.hasListValue() ? value.getListValue().getValuesList() : null;
  }

  /** Returns tensors in lists, tuples and dicts; null where there is anything else. */
  private static @Nullable Structure<TensorSpec> structure(StructuredValue value) {
    if (value.hasTensorSpecValue()) {
      TensorSpecProto tensor = value.getTensorSpecValue();
      return one(tensor.getDtype(), tensor.getShape());
    } else if (value.hasBoundedTensorSpecValue()) {
      return one(
          value.getBoundedTensorSpecValue().getDtype(),
          value.getBoundedTensorSpecValue().getShape());
    }
    List<StructuredValue> places = items(value);
    if (places != null) {
      List<Structure<TensorSpec>> all = new ArrayList<>();
      for (StructuredValue place : places) {
        Structure<TensorSpec> inner = structure(place);
        if (inner == null) {
          return null;
        }
        all.add(inner);
      }
      return new Structure.Items<>(all);
    } else if (!value.hasDictValue()) {
      return null;
    }
    Map<String, Structure<TensorSpec>> fields = new LinkedHashMap<>();
    for (Map.Entry<String, StructuredValue> e :
        new TreeMap<>(value.getDictValue().getFieldsMap()).entrySet()) {
      Structure<TensorSpec> inner = structure(e.getValue());
      if (inner == null) {
        return null;
      }
      fields.put(e.getKey(), inner);
    }
    return new Structure.Fields<>(fields);
  }

  private static @Nullable Structure<TensorSpec> one(DataType type, TensorShapeProto shape) {
    DType dtype = dtype(type);
    return dtype == null
        ? null
        : Structure.of(new TensorSpec(SignatureTensor.of(shape).shape(), dtype));
  }

  /** Returns the dtype of arrays here, null where there are none. */
  static @Nullable DType dtype(DataType type) {
    for (DType known : DType.ofArrays()) {
      if (known.proto() == type) {
        return known;
      }
    }
    return null;
  }
}
