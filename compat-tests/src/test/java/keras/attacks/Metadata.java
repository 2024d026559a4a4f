package keras.attacks;

import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** What tf_keras notes beside a SavedModel. */
final class Metadata {
  private Metadata() {}

  /** Returns the metadata of a model with a config. */
  static byte[] of(String json) {
    try {
      ByteArrayOutputStream node = new ByteArrayOutputStream();
      CodedOutputStream fields = CodedOutputStream.newInstance(node);
      fields.writeString(3, "root");
      fields.writeString(5, json);
      fields.flush();
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      CodedOutputStream nodes = CodedOutputStream.newInstance(out);
      nodes.writeByteArray(1, node.toByteArray());
      nodes.flush();
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
