package keras.data;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads Python pickles of plain data, and refuses all others: nothing in a pickle is run here.
 *
 * <p>Numbers, texts, bytes, lists, tuples and dicts come back as {@code Integer}, {@code Long},
 * {@code BigInteger}, {@code Double}, {@code Boolean}, {@code String}, {@code byte[]}, {@code List}
 * and {@code Map}, {@code None} as an empty {@code Optional}; NumPy's arrays as {@link
 * PickledArray}. Texts of Python 2 are bytes, as with {@code encoding="bytes"}; where they are keys
 * of a dict, they are texts.
 *
 * <p>Keras: {@code keras/src/datasets/npz_utils.py}, {@code RestrictedUnpickler}.
 */
public final class Pickle {
  private static final int NEWEST = 5;
  private static final int INTERNED = 1 << 17;
  private static final Object NONE = Optional.empty();
  private static final Object MARK = new Object();

  private final String file;
  private final DataInputStream in;
  private final List<Object> stack = new ArrayList<>();
  private final Deque<Integer> marks = new ArrayDeque<>();
  private final Map<Integer, Object> memo = new HashMap<>();
  private final Integer[] interned = new Integer[INTERNED];

  private Pickle(String file, InputStream in) {
    this.file = file;
    this.in = new DataInputStream(in);
  }

  /**
   * Reads the first object of a stream.
   *
   * @param file how messages call it
   * @throws IOException when it is cut off, is no pickle, or holds anything but plain data
   */
  public static Object read(String file, InputStream in) throws IOException {
    Pickle pickle = new Pickle(file, in);
    try {
      return pickle.run();
    } catch (EOFException e) {
      throw new IOException(file + ": the pickle is truncated.", e);
    } catch (ClassCastException
        | IndexOutOfBoundsException
        | IllegalArgumentException
        | ArithmeticException
        | UnsupportedOperationException e) {
      throw new IOException(file + ": the pickle is damaged.", e);
    }
  }

  private Object run() throws IOException {
    while (true) {
      int op = in.readUnsignedByte();
      if (op == '.') {
        return pop();
      }
      step(op);
    }
  }

  private void step(int op) throws IOException {
    switch (op) {
      case 0x80 -> requireProtocol(in.readUnsignedByte());
      case 0x95 -> in.skipNBytes(Long.BYTES); // the size of a frame
      case '(' -> {
        marks.push(stack.size());
        stack.add(MARK);
      }
      case '0' -> pop();
      case 'N' -> stack.add(NONE);
      case 0x88 -> stack.add(true);
      case 0x89 -> stack.add(false);
      case ']' -> stack.add(new ArrayList<Object>());
      case '}' -> stack.add(new LinkedHashMap<Object, Object>());
      case ')' -> stack.add(List.of());
      case 'l', 't' -> stack.add(sinceMark());
      case 'd' -> {
        List<Object> items = sinceMark();
        stack.add(putAll(new LinkedHashMap<>(), items));
      }
      case 0x85, 0x86, 0x87 -> stack.add(last(op - 0x84));
      case 'a' -> list(stack.size() - 2).add(pop());
      case 'e' -> {
        List<Object> items = sinceMark();
        list(stack.size() - 1).addAll(items);
      }
      case 's' -> {
        List<Object> item = last(2);
        putAll(dict(), item);
      }
      case 'u' -> {
        List<Object> items = sinceMark();
        putAll(dict(), items);
      }
      case 'q' -> memo.put(in.readUnsignedByte(), top());
      case 'r' -> memo.put(little(Integer.BYTES), top());
      case 'p' -> memo.put(Integer.parseInt(line()), top());
      case 0x94 -> memo.put(memo.size(), top());
      case 'h' -> stack.add(recall(in.readUnsignedByte()));
      case 'j' -> stack.add(recall(little(Integer.BYTES)));
      case 'g' -> stack.add(recall(Integer.parseInt(line())));
      case 'c' -> stack.add(PickledArray.global(file, line(), line()));
      case 0x93 -> {
        List<Object> name = last(2);
        stack.add(PickledArray.global(file, (String) name.get(0), (String) name.get(1)));
      }
      case 'R' -> {
        List<Object> call = last(2);
        stack.add(PickledArray.made(file, call.get(0), (List<?>) call.get(1)));
      }
      case 'b' -> {
        Object state = pop();
        PickledArray.build(file, top(), state);
      }
      default -> stack.add(value(op));
    }
  }

  private Object value(int op) throws IOException {
    return switch (op) {
      case 'K' -> integer(in.readUnsignedByte());
      case 'M' -> integer(little(Short.BYTES));
      case 'J' -> integer(little(Integer.BYTES));
      case 'I' -> number(line());
      case 'L' -> number(line().replace("L", ""));
      case 0x8a -> narrow(new BigInteger(reversed(bytes(in.readUnsignedByte()))));
      case 'G' -> in.readDouble();
      case 'F' -> Double.parseDouble(line());
      case 'X' -> text(bytes(little(Integer.BYTES)));
      case 0x8c -> text(bytes(in.readUnsignedByte()));
      case 'C', 'U' -> bytes(in.readUnsignedByte());
      case 'B', 'T' -> bytes(little(Integer.BYTES));
      default ->
          throw new IOException(
              "%s: the pickle holds more than plain data: its operation 0x%02x is refused."
                  .formatted(file, op));
    };
  }

  private void requireProtocol(int protocol) throws IOException {
    if (protocol > NEWEST) {
      throw new IOException(
          "%s: expected a pickle of protocol 0 to %d. Received: protocol %d."
              .formatted(file, NEWEST, protocol));
    }
  }

  private Object number(String digits) {
    return switch (digits) {
      case "01" -> true;
      case "00" -> false;
      default -> narrow(new BigInteger(digits));
    };
  }

  private Object narrow(BigInteger n) {
    if (n.bitLength() < Integer.SIZE) {
      return integer(n.intValue());
    }
    return n.bitLength() < Long.SIZE ? (Object) n.longValue() : n;
  }

  private Integer integer(int n) {
    if (n < 0 || n >= INTERNED) {
      return n;
    }
    if (interned[n] == null) {
      interned[n] = n;
    }
    return interned[n];
  }

  private int little(int size) throws IOException {
    int n = 0;
    for (int i = 0; i < size; i++) {
      n |= in.readUnsignedByte() << (Byte.SIZE * i);
    }
    return n;
  }

  private byte[] bytes(int size) throws IOException {
    byte[] read = size < 0 ? new byte[0] : in.readNBytes(size);
    if (read.length != size) {
      throw new EOFException();
    }
    return read;
  }

  private static byte[] reversed(byte[] bytes) {
    byte[] reversed = new byte[Math.max(1, bytes.length)];
    for (int i = 0; i < bytes.length; i++) {
      reversed[bytes.length - 1 - i] = bytes[i];
    }
    return reversed;
  }

  private static String text(byte[] utf8) {
    return new String(utf8, StandardCharsets.UTF_8);
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.readUnsignedByte(); c != '\n'; c = in.readUnsignedByte()) {
      line.append((char) c);
    }
    return line.toString();
  }

  private Object pop() throws IOException {
    Object top = top();
    stack.remove(stack.size() - 1);
    return top;
  }

  private Object top() throws IOException {
    Object top = stack.get(stack.size() - 1);
    if (top == MARK) {
      throw new IOException(file + ": the pickle is damaged.");
    }
    return top;
  }

  private List<Object> last(int n) {
    return taken(stack.size() - n);
  }

  private List<Object> sinceMark() throws IOException {
    Integer mark = marks.poll();
    if (mark == null) {
      throw new IOException(file + ": the pickle is damaged.");
    }
    List<Object> items = taken(mark);
    items.remove(0);
    return items;
  }

  private List<Object> taken(int from) {
    List<Object> end = stack.subList(from, stack.size());
    List<Object> items = new ArrayList<>(end);
    end.clear();
    return items;
  }

  private Object recall(int key) throws IOException {
    Object kept = memo.get(key);
    if (kept == null) {
      throw new IOException(file + ": the pickle is damaged.");
    }
    return kept;
  }

  @SuppressWarnings("unchecked") // every list on the stack is made here
  private List<Object> list(int at) {
    return (List<Object>) stack.get(at);
  }

  @SuppressWarnings("unchecked") // every map on the stack is made here
  private Map<Object, Object> dict() throws IOException {
    return (Map<Object, Object>) top();
  }

  private Map<Object, Object> putAll(Map<Object, Object> dict, List<Object> items)
      throws IOException {
    for (int i = 0; i < items.size(); i += 2) {
      Object key = items.get(i) instanceof byte[] old ? text(old) : items.get(i);
      if (!(key instanceof String || key instanceof Number || key instanceof Boolean)) {
        throw new IOException(file + ": the pickle has a key that is neither text nor number.");
      }
      dict.put(key, items.get(i + 1));
    }
    return dict;
  }
}
