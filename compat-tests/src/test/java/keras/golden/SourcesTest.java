package keras.golden;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import keras.Keras;
import keras.models.Model;
import keras.saving.Inspection;
import keras.saving.LoadOptions;
import keras.saving.ModelFormatException;
import keras.saving.ModelFormats;
import keras.saving.Source;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Files of real Kerases that are not on the disk: bytes, streams, resources, other paths. */
class SourcesTest {
  private static final GoldenCase WIDE = GoldenCase.of("wide_deep");
  private static final LoadOptions QUIET = LoadOptions.defaults().report(r -> {});

  private final Path dir;

  SourcesTest(@TempDir Path dir) {
    this.dir = dir;
  }

  static Stream<StoredFile> models() {
    return Stream.of(
            StoredForm.H5_TF_KERAS,
            StoredForm.H5_KERAS3,
            StoredForm.KERAS_TF_KERAS,
            StoredForm.KERAS_KERAS3)
        .flatMap(StoredFile::all);
  }

  static Stream<StoredFile> weights() {
    return Stream.of(
            StoredForm.LEGACY_WEIGHTS, StoredForm.WEIGHTS_TF_KERAS, StoredForm.WEIGHTS_KERAS3)
        .flatMap(StoredFile::all);
  }

  @BeforeEach
  void forgetNames() {
    Keras.clearSession();
  }

  private static byte[] bytes(GoldenCase golden, String file) {
    try {
      return Files.readAllBytes(golden.file(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void check(StoredFile file, Model loaded) {
    try (Model model = loaded) {
      file.golden().checkOutputs(file.form().writer(), model.predictAll(file.golden().inputs()));
    }
  }

  private static void refuses(String message, Executable action) {
    assertEquals(message, assertThrows(RuntimeException.class, action).getMessage());
  }

  @ParameterizedTest
  @MethodSource("models")
  void readsWholeModelsOfBytes(StoredFile file) {
    byte[] content = bytes(file.golden(), file.form().file());
    List<String> notes = new ArrayList<>();
    LoadOptions options = LoadOptions.defaults().report(r -> notes.addAll(r.notes()));
    Model model = Keras.loadModel(content, options);
    assertEquals(file.golden().isTrained(), model.isCompiled());
    check(file, model);
    assertEquals(List.of(), notes);
  }

  @ParameterizedTest
  @MethodSource("weights")
  void readsWeightsOfBytesAndStreams(StoredFile file) {
    byte[] content = bytes(file.golden(), file.form().file());
    String config = file.form() == StoredForm.WEIGHTS_KERAS3 ? "config_v3.json" : "config.json";
    Model ofBytes = Keras.modelFromJson(Source.of(file.golden().file(config)));
    ofBytes.loadWeights(content, QUIET);
    check(file, ofBytes);
    Model ofStream = Keras.modelFromJson(Source.of(bytes(file.golden(), config)));
    ofStream.loadWeights(new ByteArrayInputStream(content), QUIET);
    check(file, ofStream);
  }

  @Test
  void takesTheWeightsOfAWholeModelInMemory() {
    try (Model model = Keras.modelFromJson(WIDE.text("config.json"))) {
      model.loadWeights(bytes(WIDE, "model.h5"));
      WIDE.checkOutputs(StoredForm.H5_TF_KERAS.writer(), model.predictAll(WIDE.inputs()));
    }
  }

  @Test
  void inspectsWhatIsInMemory() {
    for (String file : List.of("model.h5", "model.keras", "weights.h5", "model.weights.h5")) {
      Inspection ofBytes =
          ModelFormats.inspect(Source.of(bytes(WIDE, file)), keras.config.CustomObjects.none());
      Inspection ofPath =
          ModelFormats.inspect(WIDE.file(file).toString(), keras.config.CustomObjects.none());
      assertEquals(ofPath, ofBytes);
    }
  }

  /** A jar, as libraries ship their models. */
  private Path jar() throws IOException {
    Path jar = dir.resolve("models.jar");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar))) {
      for (String file : List.of("model.h5", "model.keras", "weights.h5", "config.json")) {
        out.putNextEntry(new ZipEntry("models/" + file));
        out.write(bytes(WIDE, file));
      }
      out.putNextEntry(new ZipEntry(Empty.class.getName().replace('.', '/') + ".class"));
      try (InputStream in = Empty.class.getResourceAsStream("SourcesTest$Empty.class")) {
        out.write(java.util.Objects.requireNonNull(in).readAllBytes());
      }
      out.putNextEntry(new ZipEntry("keras/golden/beside.keras"));
      out.write(bytes(WIDE, "model.keras"));
    }
    return jar;
  }

  /** A class that the jar holds too. */
  static final class Empty {}

  @Test
  void readsResourcesAndLeavesNoTemporaryFile() throws Exception {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    Set<String> temporary = temporaryFiles();
    URL[] jar = {jar().toUri().toURL()};
    try (URLClassLoader withKeras = new URLClassLoader(jar, before);
        URLClassLoader alone = new URLClassLoader(jar, null)) {
      thread.setContextClassLoader(withKeras);
      StoredFile h5 = new StoredFile(WIDE, StoredForm.H5_TF_KERAS);
      check(h5, Keras.loadModel(Source.resource("/models/model.h5"), QUIET));
      check(h5, Keras.loadModel(Source.resource("models/model.h5"), QUIET));
      Model model = Keras.modelFromJson(Source.resource("/models/config.json"));
      model.loadWeights(Source.resource("/models/weights.h5"));
      check(h5, model);
      Class<?> inJar = alone.loadClass(Empty.class.getName());
      StoredFile v3 = new StoredFile(WIDE, StoredForm.KERAS_KERAS3);
      check(v3, Keras.loadModel(Source.resource(inJar, "beside.keras"), QUIET));
      check(v3, Keras.loadModel(Source.resource(inJar, "/models/model.keras"), QUIET));
      assertEquals(temporary, temporaryFiles());
      refuses(
          "No resource 'nope.keras'. It is searched in the package of keras.golden.SourcesTest$Empty; a name from the root of the class path starts with a slash.",
          () -> Source.resource(inJar, "nope.keras"));
      refuses(
          "No resource '/nope.keras'. It is searched from the root of the class path.",
          () -> Source.resource("/nope.keras"));
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private static Set<String> temporaryFiles() {
    String[] names = Path.of(System.getProperty("java.io.tmpdir")).toFile().list();
    Set<String> found = new HashSet<>(Arrays.asList(names == null ? new String[0] : names));
    found.removeIf(n -> !n.endsWith(".keras") && !n.endsWith(".h5"));
    return found;
  }

  @Test
  void readsPathsOfOtherFileSystems() throws IOException {
    try (FileSystem zip = FileSystems.newFileSystem(jar(), Map.of())) {
      check(
          new StoredFile(WIDE, StoredForm.H5_TF_KERAS),
          Keras.loadModel(zip.getPath("/models/model.h5"), QUIET));
      check(
          new StoredFile(WIDE, StoredForm.KERAS_KERAS3),
          Keras.loadModel(zip.getPath("/models/model.keras"), QUIET));
    }
  }

  /** A stream that counts what is taken from it, and knows whether it was closed. */
  private static final class Endless extends InputStream {
    private long taken;
    private boolean closed;

    @Override
    public int read() {
      taken++;
      return 0;
    }

    @Override
    public int read(byte[] target, int from, int length) {
      taken += length;
      return length;
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  @Test
  void takesNoMoreOfAStreamThanAskedFor() {
    Endless stream = new Endless();
    ModelFormatException e =
        assertThrows(ModelFormatException.class, () -> Source.of(stream, 100_000));
    assertEquals(
        "the given stream: it is longer than the 100000 bytes that are read.", e.getMessage());
    assertEquals(100_001, stream.taken);
    assertFalse(stream.closed);
    refuses(
        "Source.of: `mostBytes` must be from 0 to 2147483639. Received: mostBytes=-1.",
        () -> Source.of(stream, -1));
  }

  @Test
  void passesTheFailureOfAStreamOn() {
    InputStream broken = InputStream.nullInputStream();
    assertDoesNotThrow(broken::close);
    refuses("the given stream: cannot be read: Stream closed.", () -> Keras.loadModel(broken));
  }

  @Test
  void saysWhatBytesAreNot() {
    refuses(
        "No reader for the given array: its 5 bytes are not those of a .keras, .h5, .weights.h5 or .npz file.",
        () -> Keras.loadModel("hello".getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    refuses(
        "No reader for the given array: its 0 bytes are not those of a .keras, .h5, .weights.h5 or .npz file.",
        () -> Keras.loadModel(new byte[0]));
    refuses(
        "loadModel: the given array holds weights, not a model. Make the model and call model.loadWeights(path).",
        () -> Keras.loadModel(bytes(WIDE, "model.weights.h5")));
    byte[] cut = Arrays.copyOf(bytes(WIDE, "model.h5"), 5000);
    refuses(
        "the given array: the file is truncated or damaged: it should have 46584 bytes. Received: 5000 bytes.",
        () -> Keras.loadModel(cut));
    byte[] halfZip = Arrays.copyOf(bytes(WIDE, "model.keras"), 5000);
    assertThrows(ModelFormatException.class, () -> Keras.loadModel(halfZip));
  }
}
