package keras.engine.programs;

import java.util.List;
import java.util.Map;
import keras.ops.Core;
import keras.ops.Expr;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Output;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.NodeDef;

/**
 * The ops on lists of tensors, by which Python's loops take and give the steps of a sequence. A
 * list is one tensor here: TensorFlow Java's loops cannot carry lists, and gradients pass as
 * through the rows of any tensor.
 *
 * <p>TensorFlow: {@code tensorflow/core/kernels/list_kernels.cc}.
 */
final class ListOps {
  private static final AttrValue INT32 = AttrValue.newBuilder().setType(DataType.DT_INT32).build();

  private final Inliner inliner;

  ListOps(Inliner inliner) {
    this.inliner = inliner;
  }

  List<Value> node(NodeDef node, List<Value> in) {
    return switch (node.getOp()) {
      case "TensorListReserve" ->
          List.of(
              new Value.Rows(
                  null, tensor(in, 1), Inliner.attribute(node, "element_dtype").getType()));
      case "TensorListFromTensor" -> List.of(of(tensor(in, 0)));
      case "TensorListSetItem" -> List.of(set(rows(node, in), tensor(in, 1), tensor(in, 2)));
      case "TensorListGetItem", "TensorListGather" ->
          List.of(new Value.Tensor(gather(written(node, rows(node, in)), tensor(in, 1))));
      case "TensorListStack" -> List.of(new Value.Tensor(written(node, rows(node, in))));
      case "TensorListLength" -> List.of(new Value.Tensor(rows(node, in).length()));
      default -> throw Inliner.refused(node.getOp(), "changes the length of a list");
    };
  }

  private Output<?> tensor(List<Value> in, int index) {
    return inliner.tensor(in.get(index), "An input of an op on lists");
  }

  private static Value.Rows rows(NodeDef node, List<Value> in) {
    if (in.get(0) instanceof Value.Rows rows) {
      return rows;
    }
    throw Inliner.refused(node.getOp(), "takes a list that was made elsewhere");
  }

  private static Output<?> written(NodeDef node, Value.Rows list) {
    Output<?> rows = list.rows();
    if (rows == null) {
      throw Inliner.refused(node.getOp(), "reads a list before anything is in it");
    }
    return rows;
  }

  /** Returns the list of the rows of a tensor. */
  Value.Rows of(Output<?> rows) {
    Output<?> shape = inliner.op("Shape", Map.of("out_type", INT32), rows);
    return new Value.Rows(rows, gather(shape, inliner.scalar(0)), rows.dataType());
  }

  private Output<?> gather(Output<?> rows, Output<?> index) {
    return inliner.op("GatherV2", null, rows, index, inliner.scalar(0));
  }

  private Value.Rows set(Value.Rows list, Output<?> index, Output<?> item) {
    Output<?> before = list.rows();
    Output<?> rows = before == null ? zeros(list.length(), item) : before;
    Output<?> place = inliner.op("ExpandDims", null, index, inliner.scalar(0));
    Output<?> places = inliner.op("ExpandDims", null, place, inliner.scalar(0));
    Output<?> items = inliner.op("ExpandDims", null, item, inliner.scalar(0));
    Output<?> after = inliner.op("TensorScatterUpdate", null, rows, places, items);
    return new Value.Rows(after, list.length(), list.dtype());
  }

  /** Returns zeros, as many as a list has elements, each of the shape of one. */
  private Output<?> zeros(Output<?> length, Output<?> item) {
    Expr one = Expr.of(inliner.tf(), item);
    Expr count = Expr.of(inliner.tf(), length).expandDims(0);
    Expr shape = keras.ops.Numpy.concatenate(List.of(count, Core.shape(one)), 0);
    return keras.ops.Numpy.broadcastTo(keras.ops.Numpy.zerosLike(one).expandDims(0), shape)
        .asOutput();
  }

  /** Returns a list as a loop carries it from its beginning: without elements, but with room. */
  static Value.@Nullable Rows empty(Inliner inliner, Value first) {
    if (first instanceof Value.Rows rows && rows.rows() != null) {
      Expr all = Expr.of(inliner.tf(), rows.rows());
      return new Value.Rows(keras.ops.Numpy.zerosLike(all).asOutput(), rows.length(), rows.dtype());
    }
    return null;
  }
}
