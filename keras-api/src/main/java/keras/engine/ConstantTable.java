package keras.engine;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.Tensor;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.HashTable;
import org.tensorflow.types.family.TType;

/**
 * A table in a program that is written to a file: its content is among the program's constants, and
 * whoever runs the program first fills the table, which costs nothing later.
 *
 * <p>TensorFlow keeps tables by name for all programs of a process, and takes two of the same size
 * for the same; so the name is a digest of the content.
 */
final class ConstantTable {
  private ConstantTable() {}

  /** Returns the handle of a table that is filled before the handle is used. */
  static Operand<?> of(Ops tf, Table table) {
    Table.Content content = table.require();
    Ops scope = tf.withSubScope("table");
    HashTable handle =
        scope.hashTable(
            table.keyDtype().type(),
            table.valueDtype().type(),
            HashTable.sharedName("keras_java_" + digest(content)));
    Op filled =
        scope.initializeTable(
            handle, constant(scope, content.keys()), constant(scope, content.values()));
    return scope.withControlDependencies(List.of(filled)).identity(handle);
  }

  private static Operand<? extends TType> constant(Ops tf, HostTensor values) {
    try (Tensor tensor = values.toTensor()) {
      return tf.constantOf((TType) tensor);
    }
  }

  private static String digest(Table.Content content) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      for (HostTensor t : List.of(content.keys(), content.values())) {
        sha.update(
            (t.dtype() + " " + t.shape().size() + " ")
                .getBytes(java.nio.charset.StandardCharsets.UTF_8));
        sha.update(t.data().duplicate());
      }
      return HexFormat.of().formatHex(sha.digest(), 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256.", e);
    }
  }
}
