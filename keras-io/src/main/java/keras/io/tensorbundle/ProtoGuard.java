package keras.io.tensorbundle;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import java.io.IOException;

/**
 * Looks over the bytes of a protobuf message before they are parsed, for what would make parsing
 * them take far more memory or stack than they warrant: an empty message takes two bytes in a file
 * and some sixty in memory, and groups, which TensorFlow's messages do not have, are parsed by a
 * recursion that nothing bounds.
 */
public final class ProtoGuard {
  /** Far more messages than any program has; they take about a gigabyte. */
  private static final long MOST = 10_000_000;

  private static final int MOST_DEPTH = 100;

  private final CodedInputStream in;
  private long count;

  private ProtoGuard(CodedInputStream in) {
    this.in = in;
  }

  /**
   * Checks bytes.
   *
   * @throws InvalidProtocolBufferException if they are not to be parsed, or cut off
   */
  public static void check(byte[] bytes, Descriptor type) throws IOException {
    new ProtoGuard(CodedInputStream.newInstance(bytes)).walk(type, 0);
  }

  /**
   * Skips a field.
   *
   * @throws InvalidProtocolBufferException if it is a group
   */
  public static void skip(CodedInputStream in, int tag) throws IOException {
    int wire = WireFormat.getTagWireType(tag);
    if (wire == WireFormat.WIRETYPE_START_GROUP || wire == WireFormat.WIRETYPE_END_GROUP) {
      throw new InvalidProtocolBufferException("it holds groups");
    }
    in.skipField(tag);
  }

  private void walk(Descriptor type, int depth) throws IOException {
    if (depth > MOST_DEPTH) {
      throw new InvalidProtocolBufferException("its messages are nested too deeply");
    }
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      FieldDescriptor field = type.findFieldByNumber(WireFormat.getTagFieldNumber(tag));
      if (WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED
          && field != null
          && field.getType() == FieldDescriptor.Type.MESSAGE) {
        if (++count > MOST) {
          throw new InvalidProtocolBufferException(
              "it holds more than %d messages".formatted(MOST));
        }
        int outer = in.pushLimit(in.readRawVarint32());
        walk(field.getMessageType(), depth + 1);
        in.popLimit(outer);
      } else {
        skip(in, tag);
      }
    }
  }
}
