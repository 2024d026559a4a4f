package keras.io.hdf5;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Collects strings, and lays them out in the heaps that attributes point into. */
final class HeapWriter {
  /** Bytes of a reference to a string: its length, its heap's address, its number there. */
  static final int REFERENCE_BYTES = 16;

  private static final int HEADER_BYTES = 16;
  private static final int SMALLEST = 4096;
  private static final int LARGE = 1 << 16;

  private final List<Heap> heaps = new ArrayList<>();
  private long end;

  /**
   * One heap: an object ends at a multiple of eight bytes, and the rest is an object of number 0.
   */
  private static final class Heap {
    final long address;
    final List<byte[]> objects = new ArrayList<>();
    int used = HEADER_BYTES;

    Heap(long address) {
      this.address = address;
    }

    int size() {
      return Math.max(SMALLEST, used + HEADER_BYTES);
    }
  }

  HeapWriter(long start) {
    this.end = start;
  }

  /** Adds a string and returns the reference to it; that to the empty string is all zeros. */
  byte[] add(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length == 0) {
      return new byte[REFERENCE_BYTES];
    }
    Heap heap = heapFor(bytes.length);
    heap.objects.add(bytes);
    heap.used += HEADER_BYTES + padded(bytes.length);
    return new LittleEndian()
        .four(bytes.length)
        .eight(heap.address)
        .four(heap.objects.size())
        .toBytes();
  }

  private Heap heapFor(int bytes) {
    if (!heaps.isEmpty()) {
      Heap last = heaps.get(heaps.size() - 1);
      if (last.used + HEADER_BYTES + padded(bytes) + HEADER_BYTES <= LARGE) {
        return last;
      }
      end = last.address + last.size();
    }
    Heap heap = new Heap(end);
    heaps.add(heap);
    return heap;
  }

  private static int padded(int length) {
    return Math.addExact(length, 7) & ~7;
  }

  /** Returns the first byte after all heaps. */
  long end() {
    if (heaps.isEmpty()) {
      return end;
    }
    Heap last = heaps.get(heaps.size() - 1);
    return last.address + last.size();
  }

  /** Returns the bytes of every heap, one after the other. */
  List<byte[]> blocks() {
    List<byte[]> blocks = new ArrayList<>();
    for (Heap heap : heaps) {
      LittleEndian out =
          new LittleEndian().bytes('G', 'C', 'O', 'L', 1, 0, 0, 0).eight(heap.size());
      int number = 1;
      for (byte[] object : heap.objects) {
        out.two(number++).two(1).four(0).eight(object.length).bytes(object).pad();
      }
      int free = heap.size() - out.size();
      blocks.add(out.eight(0).eight(free).padTo(heap.size()).toBytes());
    }
    return blocks;
  }
}
