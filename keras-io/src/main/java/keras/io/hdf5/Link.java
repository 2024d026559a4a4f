package keras.io.hdf5;

import io.jhdf.FractalHeap;
import io.jhdf.GroupSymbolTableNode;
import io.jhdf.LocalHeap;
import io.jhdf.SymbolTableEntry;
import io.jhdf.Utils;
import io.jhdf.btree.BTreeV1;
import io.jhdf.btree.BTreeV2;
import io.jhdf.btree.record.LinkNameForIndexedGroupRecord;
import io.jhdf.exceptions.HdfException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One name in a group, and what it stands for.
 *
 * @param address of the object header; meaningless unless the link is hard
 * @param order the number of the link in order of creation, where the group counts them
 */
record Link(String name, Kind kind, long address, long order) {
  private static final long UNDEFINED = -1;
  private static final int SOFT_CACHE = 2;
  private static final int EXTERNAL_TYPE = 64;
  private static final Comparator<Link> BY_NAME =
      (a, b) ->
          Arrays.compareUnsigned(
              a.name.getBytes(StandardCharsets.UTF_8), b.name.getBytes(StandardCharsets.UTF_8));

  /** What a link may be; only a hard one is ever followed. */
  enum Kind {
    HARD("hard"),
    SOFT("soft"),
    EXTERNAL("external"),
    USER_DEFINED("user-defined");

    final String word;

    Kind(String word) {
      this.word = word;
    }
  }

  /**
   * Reads a group's links: in order of creation where the group counts that, else sorted by the
   * names' bytes.
   */
  static Map<String, Link> read(GuardedStorage storage, Header header) {
    List<Link> links = new ArrayList<>();
    header.first(Header.SYMBOL_TABLE).ifPresent(table -> links.addAll(fromTable(storage, table)));
    header.first(Header.LINK_INFO).ifPresent(info -> links.addAll(ordered(storage, header, info)));
    Map<String, Link> byName = new LinkedHashMap<>();
    for (Link link : links) {
      byName.put(link.name, link);
    }
    return byName;
  }

  /**
   * Reads the links of a group of HDF5 1.8 or later: in its header while they are few, else in a
   * heap.
   */
  private static List<Link> ordered(GuardedStorage storage, Header header, ByteBuffer info) {
    info.get();
    boolean counted = (info.get() & 1) != 0;
    info.position(counted ? 10 : 2);
    long heap = info.getLong();
    long tree = info.getLong();
    List<Link> links = new ArrayList<>();
    for (ByteBuffer message :
        tree == UNDEFINED ? header.all(Header.LINK) : fromHeap(storage, heap, tree)) {
      links.add(of(message));
    }
    links.sort(counted ? Comparator.comparingLong(Link::order) : BY_NAME);
    return links;
  }

  private static List<ByteBuffer> fromHeap(
      GuardedStorage storage, long heapAddress, long treeAddress) {
    FractalHeap heap = new FractalHeap(storage, heapAddress);
    BTreeV2<LinkNameForIndexedGroupRecord> tree = new BTreeV2<>(storage, treeAddress);
    List<ByteBuffer> messages = new ArrayList<>();
    for (LinkNameForIndexedGroupRecord entry : tree.getRecords()) {
      ByteBuffer message = heap.getId(entry.getId()).order(ByteOrder.LITTLE_ENDIAN);
      storage.spend(message.remaining());
      messages.add(message);
    }
    return messages;
  }

  private static Link of(ByteBuffer in) {
    if (in.get() != 1) {
      throw new HdfException("the version of a link is not 1");
    }
    int flags = in.get();
    int type = (flags & 8) != 0 ? in.get() : 0;
    long order = (flags & 4) != 0 ? in.getLong() : 0;
    if ((flags & 16) != 0) {
      in.get(); // The character set, which is often wrong.
    }
    int width = 1 << (flags & 3);
    int length = (int) Math.min(Integer.MAX_VALUE, Bytes.unsigned(in, width));
    String name = Bytes.text(Bytes.part(in, length, 1));
    return switch (type) {
      case 0 -> new Link(name, Kind.HARD, in.getLong(), order);
      case 1 -> new Link(name, Kind.SOFT, UNDEFINED, order);
      case EXTERNAL_TYPE -> new Link(name, Kind.EXTERNAL, UNDEFINED, order);
      default -> new Link(name, Kind.USER_DEFINED, UNDEFINED, order);
    };
  }

  /** Reads the links of an old group, whose tree is sorted by name. */
  private static List<Link> fromTable(GuardedStorage storage, ByteBuffer table) {
    long tree = table.getLong();
    ByteBuffer names = new LocalHeap(storage, table.getLong()).getDataBuffer();
    List<Link> links = new ArrayList<>();
    for (long node : BTreeV1.createGroupBTree(storage, tree).getChildAddresses()) {
      for (SymbolTableEntry entry :
          new GroupSymbolTableNode(storage, node).getSymbolTableEntries()) {
        names.position(entry.getLinkNameOffset());
        String name = Utils.readUntilNull(names);
        Kind kind = entry.getCacheType() == SOFT_CACHE ? Kind.SOFT : Kind.HARD;
        links.add(new Link(name, kind, entry.getObjectHeaderAddress(), links.size()));
      }
    }
    return links;
  }
}
