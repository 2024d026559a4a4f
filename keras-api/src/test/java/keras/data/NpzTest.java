package keras.data;

import static keras.data.SampleArrayTest.numbers;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.ndarray.FloatNdArray;
import org.tensorflow.ndarray.NdArray;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.ShortNdArray;

/** The files come from NumPy by src/test/python/npz.py. */
class NpzTest {
  @TempDir Path folder = Path.of("");

  private static Path golden(String name) {
    try {
      return Path.of(Objects.requireNonNull(NpzTest.class.getResource(name)).toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"numpy.npz", "numpy_stored.npz"})
  void readsWhatNumPyWrites(String name) {
    Map<String, NdArray<?>> arrays = Npz.read(golden(name));
    assertEquals(
        List.of(
            "float32", "float64", "int16", "int32", "int64", "uint8", "bool", "scalar", "empty"),
        List.copyOf(arrays.keySet()));
    assertEquals(Shape.of(2, 3), get(arrays, "float32").shape());
    assertArrayEquals(
        new double[] {1.5, -2.25, 1e-30f, 3, Double.POSITIVE_INFINITY, -0.0},
        numbers(get(arrays, "float32")));
    assertArrayEquals(new double[] {0.1, -1e300}, numbers(get(arrays, "float64")));
    assertInstanceOf(ShortNdArray.class, get(arrays, "int16"));
    assertArrayEquals(new double[] {-32768, 32767}, numbers(get(arrays, "int16")));
    assertEquals(Shape.of(1, 2, 3), get(arrays, "int32").shape());
    assertEquals(-2147483643, get(arrays, "int32").getObject(0, 1, 2));
    assertEquals(Long.MAX_VALUE, get(arrays, "int64").getObject(1));
    assertArrayEquals(new double[] {0, 127, 128, 255}, numbers(get(arrays, "uint8")));
    assertArrayEquals(new double[] {1, 0, 1}, numbers(get(arrays, "bool")));
    assertEquals(2.5f, ((FloatNdArray) get(arrays, "scalar")).getFloat());
    assertEquals(Shape.of(0, 4), get(arrays, "empty").shape());
  }

  private static NdArray<?> get(Map<String, NdArray<?>> arrays, String name) {
    return Objects.requireNonNull(arrays.get(name), name);
  }

  @Test
  void readsHalfPrecisionAsFloats() {
    assertArrayEquals(
        new double[] {
          0, -0.0, 1, -2.5, 65504, 0x1p-24, 0x3ffp-24, 0x1.554p-2, 1 / 0.0, -1 / 0.0, Double.NaN
        },
        numbers(Npy.read(golden("float16.npy"))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"f2", "f4", "f8", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "b1"})
  void readsEveryTypeInEveryOrder(String type) {
    Map<String, NdArray<?>> arrays = Npz.read(golden("orders.npz"));
    NdArray<?> expected = get(arrays, type + " expected");
    for (String end : List.of("<", ">")) {
      for (String order : List.of("c", "fortran", "turned")) {
        NdArray<?> array = get(arrays, type + " " + order + " " + end);
        boolean turned = order.equals("turned");
        assertEquals(turned ? Shape.of(4, 3, 2) : Shape.of(2, 3, 4), array.shape());
        for (long i = 0; i < 24; i++) {
          long[] at = {i / 12, i / 4 % 3, i % 4};
          long[] there = turned ? new long[] {at[2], at[1], at[0]} : at;
          assertEquals(number(expected, at), number(array, there), order + end + i);
        }
      }
    }
  }

  private static double number(NdArray<?> array, long... at) {
    Object value = array.getObject(at);
    return value instanceof Boolean b
        ? (b ? 1 : 0)
        : value instanceof Byte b ? b & 0xff : ((Number) value).doubleValue();
  }

  @Test
  void readsShapesAsPython2WroteThem() throws IOException {
    Path file = folder.resolve("x.npy");
    byte[] bytes = Arrays.copyOf(header("<i4", "True", "(2L, 1L)"), 136);
    bytes[128] = 7;
    Files.write(file, bytes);
    assertEquals(Shape.of(2, 1), Npy.read(file).shape());
    assertEquals(7, Npy.read(file).getObject(0, 0));
  }

  @Test
  void refusesNumbersThatInt64DoesNotHold() throws IOException {
    Path file = folder.resolve("x.npy");
    byte[] bytes = Arrays.copyOf(header("<u8", "False", "(1,)"), 136);
    bytes[135] = (byte) 0x80;
    Files.write(file, bytes);
    assertRefused(
        file
            + ": the element 9223372036854775808 is more than int64 holds."
            + " Convert the array with astype('float64') before saving it.",
        () -> Npy.read(file));
  }

  @Test
  void writesTheBytesThatNumPyWrites() throws IOException {
    Path copy = folder.resolve("copy.npz");
    Npz.write(copy, Npz.read(golden("numpy_stored.npz")));
    try (ZipFile ours = new ZipFile(copy.toFile());
        ZipFile theirs = new ZipFile(golden("numpy_stored.npz").toFile())) {
      assertEquals(theirs.size(), ours.size());
      for (ZipEntry entry : theirs.stream().toList()) {
        ZipEntry same = Objects.requireNonNull(ours.getEntry(entry.getName()));
        assertArrayEquals(bytes(theirs, entry), bytes(ours, same), entry.getName());
        assertEquals(entry.getTimeLocal(), same.getTimeLocal());
        assertEquals(ZipEntry.STORED, same.getMethod());
      }
    }
  }

  private static byte[] bytes(ZipFile zip, ZipEntry entry) throws IOException {
    try (InputStream in = zip.getInputStream(entry)) {
      return in.readAllBytes();
    }
  }

  @Test
  void writesTheSameBytesForTheSameArrays() throws IOException {
    Map<String, Object> arrays = new LinkedHashMap<>();
    arrays.put("x", new float[][] {{1, 2}});
    arrays.put("y", NdArrays.vectorOf(1L, 2L));
    Npz.write(folder.resolve("a.npz"), arrays);
    Npz.write(folder.resolve("b.npz"), arrays);
    assertEquals(-1, Files.mismatch(folder.resolve("a.npz"), folder.resolve("b.npz")));
  }

  @Test
  void readsWhatItWritesInManyPieces() {
    int[] many = new int[100_000];
    Arrays.setAll(many, i -> i * 31);
    Path file = folder.resolve("many.npy");
    Npy.write(file, many);
    assertEquals(NdArrays.vectorOf(many), Npy.read(file));
    Npy.write(file, SampleArray.of("x", many).slice(70_000, 100_000));
    assertEquals(NdArrays.vectorOf(Arrays.copyOfRange(many, 70_000, 100_000)), Npy.read(file));
  }

  @Test
  void replacesAFileOnlyByAWholeOne() throws IOException {
    Path file = folder.resolve("x.npz");
    Npz.write(file, Map.of("x", new int[] {1}));
    Map<String, Object> bad = new LinkedHashMap<>();
    bad.put("x", new int[] {2});
    bad.put("y", "text");
    var e = assertThrows(IllegalArgumentException.class, () -> Npz.write(file, bad));
    assertTrue(
        String.valueOf(e.getMessage()).startsWith("Npz.write: y: expected an NdArray"),
        e.getMessage());
    assertArrayEquals(new double[] {1}, numbers(get(Npz.read(file), "x")));
    try (var files = Files.list(folder)) {
      assertEquals(List.of(file), files.toList());
    }
  }

  /** Who may read it is what the process's umask says, as of any file that it makes. */
  @Test
  void givesFilesThePermissionsOfAnyOther() throws IOException {
    Path other = Files.createFile(folder.resolve("other"));
    Assumptions.assumeTrue(other.getFileSystem().supportedFileAttributeViews().contains("posix"));
    Path file = folder.resolve("x.npz");
    Npz.write(file, Map.of("x", new int[] {1}));
    assertEquals(Files.getPosixFilePermissions(other), Files.getPosixFilePermissions(file));
    Set<PosixFilePermission> own = PosixFilePermissions.fromString("rw-rw-r--");
    Files.setPosixFilePermissions(file, own);
    Path link = Files.createSymbolicLink(folder.resolve("link.npz"), file);
    Npz.write(link, Map.of("x", new int[] {2}));
    assertEquals(own, Files.getPosixFilePermissions(file));
    assertTrue(Files.isSymbolicLink(link));
    assertArrayEquals(new double[] {2}, numbers(get(Npz.read(file), "x")));
  }

  @Test
  void saysWhichFileCannotBeWritten() {
    Path file = folder.resolve("absent").resolve("x.npy");
    var e = assertThrows(UncheckedIOException.class, () -> Npy.write(file, new int[1]));
    assertEquals(
        "%s could not be written: there is no folder %s".formatted(file, file.getParent()),
        e.getMessage());
  }

  @Test
  void refusesATruncatedArray() throws IOException {
    byte[] whole = npy(new int[] {1, 2, 3});
    Path file = folder.resolve("x.npy");
    Files.write(file, Arrays.copyOf(whole, whole.length - 1));
    // the file is as long as the elements need, so only reading them shows that it ends early
    assertRefused(
        file + ": the file ends within its elements. It is truncated.", () -> Npy.read(file));
    Files.write(file, Arrays.copyOf(whole, 100));
    assertRefused(
        file + ": the file ends within its header. It is truncated.", () -> Npy.read(file));
    Files.write(file, new byte[0]);
    assertRefused(
        file + ": not a .npy array. It does not begin with NumPy's mark.", () -> Npy.read(file));
  }

  @Test
  void refusesAClaimBeyondTheFile() throws IOException {
    Path file = folder.resolve("x.npy");
    Files.write(file, header("<f8", "False", "(1000000, 1000)"));
    assertRefused(
        file + ": expected 8000000000 bytes of elements, the file has 128. It is truncated.",
        () -> Npy.read(file));
    Files.write(file, header("<f8", "False", "(9000000000000000000, 9, 9)"));
    assertRefused(
        file + ": 9223372036854775807 elements do not fit one array.", () -> Npy.read(file));
    Files.write(file, header("<f8", "False", "(99999999999999999999,)"));
    assertRefused(file + ": the shape (99999999999999999999,) is refused.", () -> Npy.read(file));
  }

  @Test
  void refusesBytesAfterTheArray() throws IOException {
    byte[] whole = npy(new int[] {1, 2, 3});
    Path file = folder.resolve("x.npy");
    Files.write(file, Arrays.copyOf(whole, whole.length + 1));
    assertRefused(file + ": there are bytes after the last element.", () -> Npy.read(file));
  }

  @Test
  void refusesOtherTypes() throws IOException {
    Path file = folder.resolve("x.npy");
    Files.write(file, header("<c8", "False", "(1,)"));
    assertRefused(
        file
            + ": expected elements of [f4, f8, i4, i8, u1, b1, i2, f2, i1, u2, u4, u8]. Received:"
            + " '<c8'. Convert the array with astype before saving it.",
        () -> Npy.read(file));
    Files.write(file, header("|O", "False", "(1,)".replace("1", "x")));
    assertTrue(refused(() -> Npy.read(file)).contains(": expected an array of numbers. Received"));
  }

  /** NumPy unpickles arrays of objects where it is told to; a header is Python's text. */
  @Test
  void refusesObjectsAndCode() throws IOException {
    Path file = folder.resolve("x.npy");
    Files.write(file, header("|O", "False", "(1,)"));
    assertRefused(
        file
            + ": expected elements of [f4, f8, i4, i8, u1, b1, i2, f2, i1, u2, u4, u8]. Received:"
            + " '|O'. Convert the array with astype before saving it.",
        () -> Npy.read(file));
    for (String shape : List.of("(__import__('os').system('id'),)", "(-1,)", "(1e9,)", "[1]")) {
      Files.write(file, header("<f4", "False", shape));
      assertTrue(refused(() -> Npy.read(file)).contains(": expected an array of numbers."), shape);
    }
    Files.write(file, header("<f4', 'x': __import__('os'), 'y': '", "False", "(1,)"));
    assertTrue(refused(() -> Npy.read(file)).contains(": expected an array of numbers."));
  }

  @Test
  void refusesAnUnknownVersionOrAHugeHeader() throws IOException {
    Path file = folder.resolve("x.npy");
    byte[] bytes = npy(new int[1]);
    bytes[6] = 9;
    Files.write(file, bytes);
    assertRefused(
        file + ": expected version 1, 2 or 3 of the .npy format. Received: version 9.",
        () -> Npy.read(file));
    bytes[6] = 2; // four bytes of length: two of them are the header's first characters
    Files.write(file, bytes);
    assertTrue(refused(() -> Npy.read(file)).endsWith(" bytes is refused."));
  }

  @Test
  void refusesADecompressionBomb() throws IOException {
    Npz.refuseBomb("x.npz: x.npy", 1L << 30, (1 << 30) / 1000);
    assertEquals(
        "x.npz: x.npy claims 1073741824 bytes but stores 1000."
            + " It is refused as a decompression bomb.",
        assertThrows(IOException.class, () -> Npz.refuseBomb("x.npz: x.npy", 1L << 30, 1000))
            .getMessage());
    Npz.refuseBomb("x.npz: x.npy", 1L << 31, (1L << 31) / 100);
    assertEquals(
        "x.npz: x.npy claims 2147483648 bytes but stores 2000000."
            + " It is refused as a decompression bomb.",
        assertThrows(IOException.class, () -> Npz.refuseBomb("x.npz: x.npy", 1L << 31, 2_000_000))
            .getMessage());
  }

  @Test
  void refusesWhatIsNoArchiveOfArrays() throws IOException {
    Path file = folder.resolve("x.npz");
    Files.writeString(file, "not a zip file");
    assertTrue(refused(() -> Npz.read(file)).startsWith(file + ": not a readable .npz file: "));
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      zip.putNextEntry(new ZipEntry("notes.txt"));
    }
    assertRefused(
        file + ": notes.txt is not an array. Expected names that end with .npy.",
        () -> Npz.read(file));
    byte[] whole = Files.readAllBytes(golden("numpy.npz"));
    Files.write(file, Arrays.copyOf(whole, whole.length / 2));
    assertTrue(refused(() -> Npz.read(file)).startsWith(file + ": not a readable .npz file: "));
    Path absent = folder.resolve("absent.npz");
    assertTrue(refused(() -> Npz.read(absent)).startsWith(absent.toString()));
  }

  @Test
  void refusesADamagedMember() throws IOException {
    byte[] whole = Files.readAllBytes(golden("numpy_stored.npz"));
    Path file = folder.resolve("x.npz");
    int element = new String(whole, StandardCharsets.ISO_8859_1).indexOf("\u0093NUMPY") + 130;
    whole[element] ^= 0x55;
    Files.write(file, whole);
    assertRefused(
        file + ": float32.npy is damaged: its checksum is not the one stored.",
        () -> Npz.read(file));
    byte[] deflated = Files.readAllBytes(golden("numpy.npz"));
    deflated[100] ^= 0x55;
    Files.write(file, deflated);
    assertTrue(refused(() -> Npz.read(file)).startsWith(file.toString()));
  }

  private static byte[] npy(Object array) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Npy.write(out, "test", array);
    NpyHeader.read("test", new ByteArrayInputStream(out.toByteArray()));
    return out.toByteArray();
  }

  private static byte[] header(String descr, String fortran, String shape) {
    String dict =
        "{'descr': '%s', 'fortran_order': %s, 'shape': %s, }".formatted(descr, fortran, shape);
    byte[] bytes = Arrays.copyOf("\u0093NUMPY".getBytes(StandardCharsets.ISO_8859_1), 128);
    bytes[6] = 1;
    bytes[8] = 118;
    byte[] text =
        (dict + " ".repeat(117 - dict.length()) + "\n").getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(text, 0, bytes, 10, text.length);
    return bytes;
  }

  private static String refused(Executable call) {
    return String.valueOf(assertThrows(UncheckedIOException.class, call).getMessage());
  }

  private static void assertRefused(String message, Executable call) {
    assertEquals(message, refused(call));
  }
}
