package keras.io.hdf5;

import io.jhdf.FractalHeap;
import io.jhdf.btree.BTreeV2;
import io.jhdf.btree.record.AttributeNameForIndexedAttributesRecord;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import keras.saving.ModelFormatException;
import org.jspecify.annotations.Nullable;

/** What a group and a dataset have in common: a name, a path and attributes. */
public abstract sealed class Hdf5Object permits Hdf5Group, Hdf5Dataset {
  private static final long UNDEFINED = -1;

  private final Hdf5File file;
  private final String name;
  private final String path;
  private final Header header;
  private @Nullable Map<String, Hdf5Attribute> attributes;

  Hdf5Object(Hdf5File file, String name, String path, Header header) {
    this.file = file;
    this.name = name;
    this.path = path;
    this.header = header;
  }

  /** Returns the name in the parent group; empty for the root. */
  public final String name() {
    return name;
  }

  /** Returns the path from the root, such as {@code /model_weights/dense}. */
  public final String path() {
    return path;
  }

  /** Returns the names of all attributes, in the order in which the file stores them. */
  public final List<String> attributeNames() {
    return List.copyOf(attributes().keySet());
  }

  /** Returns an attribute, or empty if there is none of that name. */
  public final Optional<Hdf5Attribute> attribute(String attribute) {
    return Optional.ofNullable(attributes().get(attribute));
  }

  /**
   * Returns an attribute that must be there.
   *
   * @throws ModelFormatException if it is missing
   */
  public final Hdf5Attribute requireAttribute(String attribute) {
    return attribute(attribute)
        .orElseThrow(
            () ->
                error(
                    "expected an attribute `"
                        + attribute
                        + "`. Received: "
                        + attributeNames()
                        + "."));
  }

  /**
   * Reads a list of strings that Keras may have cut into the attributes {@code name0}, {@code
   * name1} and so on, because HDF5 stores no more than 64 kB in one; empty if there is neither the
   * whole nor a part.
   *
   * <p>Keras: keras/src/legacy/saving/legacy_h5_format.py, load_attributes_from_hdf5_group.
   */
  public final List<String> strings(String attribute) {
    Optional<Hdf5Attribute> whole = attribute(attribute);
    if (whole.isPresent()) {
      return whole.get().strings();
    }
    List<String> joined = new ArrayList<>();
    Optional<Hdf5Attribute> part = attribute(attribute + 0);
    for (int i = 1; part.isPresent(); i++) {
      joined.addAll(part.get().strings());
      part = attribute(attribute + i);
    }
    return List.copyOf(joined);
  }

  final Hdf5File file() {
    return file;
  }

  final Header header() {
    return header;
  }

  final ModelFormatException error(String what) {
    return file.error(path, what);
  }

  private Map<String, Hdf5Attribute> attributes() {
    if (attributes == null) {
      attributes = file.guarded(path, this::readAttributes);
    }
    return attributes;
  }

  private Map<String, Hdf5Attribute> readAttributes() {
    List<ByteBuffer> messages = new ArrayList<>(header.all(Header.ATTRIBUTE));
    for (ByteBuffer info : header.all(Header.ATTRIBUTE_INFO)) {
      info.get();
      info.position((info.get() & 1) == 0 ? 2 : 4);
      long heap = info.getLong();
      if (heap != UNDEFINED) {
        messages.addAll(manyAttributes(heap, info.getLong()));
      }
    }
    Map<String, Hdf5Attribute> result = new LinkedHashMap<>();
    for (ByteBuffer message : messages) {
      Hdf5Attribute attribute = Hdf5Attribute.read(file, path, message);
      result.put(attribute.name(), attribute);
    }
    return result;
  }

  /** Reads attributes that were too many or too large for the header, and so lie in a heap. */
  private List<ByteBuffer> manyAttributes(long heapAddress, long treeAddress) {
    GuardedStorage storage = file.storage();
    FractalHeap heap = new FractalHeap(storage, heapAddress);
    BTreeV2<AttributeNameForIndexedAttributesRecord> tree = new BTreeV2<>(storage, treeAddress);
    List<ByteBuffer> messages = new ArrayList<>();
    for (AttributeNameForIndexedAttributesRecord entry : tree.getRecords()) {
      ByteBuffer message = heap.getId(entry.getHeapId()).order(ByteOrder.LITTLE_ENDIAN);
      storage.spend(message.remaining());
      messages.add(message);
    }
    return messages;
  }

  @Override
  public final String toString() {
    return file.name() + ": " + path;
  }
}
