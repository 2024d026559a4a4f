package keras.io.hdf5;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A group or dataset that is to be written: its attributes, and where it comes to lie. */
abstract sealed class WrittenObject permits Hdf5GroupWriter, WrittenDataset {
  private final String path;
  private final Map<String, Value> attributes = new LinkedHashMap<>();
  private long address;

  /** The value of an attribute: strings, or bytes if there are none. */
  private static final class Value {
    final byte[] type;
    final byte[] space;
    final List<String> texts;
    final byte[] data;

    Value(byte[] type, byte[] space, List<String> texts, byte[] data) {
      this.type = type;
      this.space = space;
      this.texts = texts;
      this.data = data;
    }
  }

  WrittenObject(String path) {
    this.path = path;
  }

  final String path() {
    return path;
  }

  final long address() {
    return address;
  }

  final void address(long newAddress) {
    address = newAddress;
  }

  final void put(String name, WrittenType type, long[] shape, byte[] data) {
    put(name, new Value(type.message(), HeaderWriter.space(shape).toBytes(), List.of(), data));
  }

  final void put(String name, long[] shape, List<String> texts) {
    for (String text : texts) {
      Names.checkText(this + " attribute `" + name + "`", text);
    }
    byte[] references = new byte[HeapWriter.REFERENCE_BYTES * texts.size()];
    put(
        name,
        new Value(
            WrittenType.text(),
            HeaderWriter.space(shape).toBytes(),
            List.copyOf(texts),
            references));
  }

  private void put(String name, Value value) {
    String place = this + " attribute `" + name + "`";
    int nameBytes = Names.check(place, name);
    int bytes =
        HeaderWriter.attributeBytes(
            nameBytes, value.type.length, value.space.length, value.data.length);
    if (bytes > HeaderWriter.MOST_MESSAGE_BYTES) {
      throw new IllegalArgumentException(
          place
              + ": an attribute may take up to "
              + HeaderWriter.MOST_MESSAGE_BYTES
              + " bytes in HDF5. Received: "
              + bytes
              + " bytes.");
    }
    if (attributes.putIfAbsent(name, value) != null) {
      throw new IllegalArgumentException(place + ": is there already.");
    }
  }

  /** Puts the strings of all attributes into the heap, and keeps the references. */
  final List<byte[]> references(HeapWriter heap) {
    List<byte[]> result = new ArrayList<>();
    for (Value value : attributes.values()) {
      LittleEndian references = new LittleEndian();
      value.texts.forEach(text -> references.bytes(heap.add(text)));
      result.add(value.texts.isEmpty() ? value.data : references.toBytes());
    }
    return result;
  }

  /** Builds the header from the addresses known so far; its length does not depend on them. */
  final byte[] header(List<byte[]> attributeData) {
    HeaderWriter header = new HeaderWriter();
    describe(header);
    if (!attributes.isEmpty()) {
      header.attributesFollow();
    }
    int i = 0;
    for (Map.Entry<String, Value> attribute : attributes.entrySet()) {
      Value value = attribute.getValue();
      header.attribute(attribute.getKey(), value.type, value.space, attributeData.get(i++));
    }
    return header.bytes();
  }

  /** Adds the messages that tell a group or a dataset. */
  abstract void describe(HeaderWriter header);

  @Override
  public String toString() {
    return "Hdf5Writer: '" + path + "'";
  }
}
