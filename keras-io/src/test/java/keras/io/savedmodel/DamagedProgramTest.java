package keras.io.savedmodel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.Random;
import keras.io.GoldenCases;
import keras.saving.ModelFormatException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.proto.AttrValue;

/** Folders that are cut off, damaged or lie end in a sentence. */
class DamagedProgramTest {
  private final Path dir;
  private final Path program;
  private final Path variables;

  DamagedProgramTest(@TempDir Path parent) {
    this.dir = parent.resolve("export");
    this.program = dir.resolve("saved_model.pb");
    this.variables = dir.resolve("variables");
  }

  @BeforeEach
  void copyOne() {
    Programs.copy(GoldenCases.file("regression_mlp", "export"), dir);
  }

  private String refused() {
    return String.valueOf(
        assertThrows(ModelFormatException.class, () -> SavedModel.load(dir)).getMessage());
  }

  @Test
  void isReadWhenWhole() {
    SavedModel.load(dir).close();
  }

  @Test
  void refusesAFolderWithoutAProgram() throws IOException {
    Files.delete(program);
    assertEquals(
        dir + ": saved_model.pb: there is no such file. Expected the folder of a SavedModel.",
        refused());
  }

  @Test
  void refusesLinks() throws IOException {
    for (Path file :
        new Path[] {
          program,
          variables.resolve("variables.index"),
          variables.resolve("variables.data-00000-of-00001"),
          variables
        }) {
      Path real = dir.resolveSibling("elsewhere-" + file.getFileName());
      Files.move(file, real);
      Files.createSymbolicLink(file, real);
      assertTrue(refused().contains("it is a link, which may lead anywhere."), refused());
      Files.delete(file);
      Files.move(real, file);
    }
    SavedModel.load(dir).close();
  }

  @Test
  void refusesAHugeProgram() throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(program.toFile(), "rw")) {
      file.setLength(3L << 30);
    }
    assertEquals(
        program + ": it has 3221225472 bytes, more than the 1073741824 that are read.", refused());
  }

  @Test
  void refusesAnyBeginning() throws IOException {
    byte[] whole = Files.readAllBytes(program);
    for (int length = 0; length < whole.length; length += 1 + whole.length / 200) {
      Files.write(program, Arrays.copyOf(whole, length));
      refused();
    }
  }

  @Test
  void survivesFlippedBits() throws IOException {
    byte[] whole = Files.readAllBytes(program);
    Random random = new Random(7);
    int refused = 0;
    for (int i = 0; i < 400; i++) {
      byte[] damaged = whole.clone();
      for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
        damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
      }
      Files.write(program, damaged);
      try {
        SavedModel.inspect(dir);
      } catch (ModelFormatException | UnsupportedOperationException e) {
        refused++;
      }
    }
    assertTrue(refused > 20, refused + " refused");
  }

  /** Ten million messages of two bytes would take a gigabyte; a hundred million, ten. */
  @Test
  void refusesAFloodOfEmptyMessages() throws IOException {
    byte[] nodes = new byte[24_000_000];
    for (int i = 0; i < nodes.length; i += 2) {
      nodes[i] = 0x0a; // field 1: a node, of no bytes
    }
    Files.write(program, field(2, field(2, nodes)));
    assertEquals(program + ": it is damaged: it holds more than 10000000 messages.", refused());
  }

  /** Older protobuf follows nested groups until the stack ends. */
  @Test
  void refusesNestedGroups() throws IOException {
    byte[] groups = new byte[1_000_000];
    Arrays.fill(groups, (byte) ((15 << 3) | 3));
    Files.write(program, field(2, groups));
    assertEquals(program + ": it is damaged: it holds groups.", refused());
  }

  private static byte[] field(int number, byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write((number << 3) | 2);
    int left = content.length;
    while (left > 0x7f) {
      out.write((left & 0x7f) | 0x80);
      left >>>= 7;
    }
    out.write(left);
    out.writeBytes(content);
    return out.toByteArray();
  }

  @Test
  void refusesMissingVariables() throws IOException {
    Path data = variables.resolve("variables.data-00000-of-00001");
    byte[] values = Files.readAllBytes(data);
    Files.delete(data);
    String missing = ": %s: there is no such file, and values of variables are to be in it.";
    assertEquals(dir + missing.formatted("variables/variables.data-00000-of-00001"), refused());
    Files.write(data, Arrays.copyOf(values, values.length / 2));
    assertTrue(
        refused().contains("lies outside of variables.data-00000-of-00001")
            || refused().contains("checksum"),
        refused());
    Files.delete(variables.resolve("variables.index"));
    assertEquals(dir + missing.formatted("variables/variables.index"), refused());
  }

  private String refusedWithVariablesOf(String other) throws IOException {
    Files.move(variables, dir.resolveSibling("kept-" + other));
    Programs.copy(GoldenCases.file(other, "export/variables"), variables);
    return refused();
  }

  @Test
  void refusesValuesOfAnotherModel() throws IOException {
    String message = refusedWithVariablesOf("lenet");
    assertTrue(message.contains(": expected a value of shape ("), message);
  }

  @Test
  void refusesValuesThatAreNotStored() throws IOException {
    Files.move(program, dir.resolveSibling("kept.pb"));
    Files.copy(GoldenCases.file("lenet", "export/saved_model.pb"), program);
    assertTrue(refused().startsWith(program + ": "), refused());
  }

  @Test
  void refusesTagsThatAreNotThere() {
    ModelFormatException e =
        assertThrows(
            ModelFormatException.class,
            () -> SavedModel.load(dir, SavedModelOptions.defaults().tags("train")));
    assertEquals(
        program + ": expected a program with the tags [train]. It holds those with [[serve]].",
        e.getMessage());
  }

  /** Found by flipping bits: a type whose number TensorFlow does not have. */
  @Test
  void refusesTypesThatDoNotExist() throws IOException {
    org.tensorflow.proto.SavedModel.Builder model =
        org.tensorflow.proto.SavedModel.parseFrom(Files.readAllBytes(program)).toBuilder();
    model
        .getMetaGraphsBuilder(0)
        .getGraphDefBuilder()
        .getLibraryBuilder()
        .getFunctionBuilderList()
        .forEach(
            f ->
                f.getNodeDefBuilderList().stream()
                    .filter(n -> n.getOp().equals("RestoreV2"))
                    .forEach(
                        n ->
                            n.putAttr(
                                "dtypes",
                                AttrValue.newBuilder()
                                    .setList(
                                        AttrValue.ListValue.newBuilder()
                                            .addAllTypeValue(Collections.nCopies(9, 99)))
                                    .build())));
    Files.write(program, model.build().toByteArray());
    assertEquals(program + ": RestoreV2: it has no output 0 of a known type.", refused());
  }
}
