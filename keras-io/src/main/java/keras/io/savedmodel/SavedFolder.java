package keras.io.savedmodel;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import keras.saving.ModelFormatException;
import org.jspecify.annotations.Nullable;

/** The files of a SavedModel: those inside its folder, and none that a link or a name leads to. */
record SavedFolder(Path root) {
  private static final String PROGRAM = "saved_model.pb";
  private static final long MOST_BYTES = 1L << 30;

  /** A SavedModel's fields, each with how it is written: a number, or bytes of a length. */
  private static final int VERSION = 1 << 3;

  private static final int GRAPH = 2 << 3 | 2;

  /** Returns the name of the file with the program, for messages. */
  String program() {
    return root.resolve(PROGRAM).toString();
  }

  /** Returns the bytes of the program. */
  byte[] programBytes() {
    Path file = file(PROGRAM);
    try {
      long size = Files.size(file);
      if (size > MOST_BYTES) {
        throw new ModelFormatException(
            program(),
            "",
            "it has %d bytes, more than the %d that are read.".formatted(size, MOST_BYTES));
      }
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be read.", e);
    }
  }

  /**
   * Throws if there is a program that was cut: it does not hold the graph that it begins. Nothing
   * of it is read but where its parts end.
   */
  void requireWholeProgram() {
    if (!Files.exists(root.resolve(PROGRAM), LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Path file = file(PROGRAM);
    boolean holdsGraph = false;
    try (InputStream stream = new BufferedInputStream(Files.newInputStream(file))) {
      CodedInputStream in = CodedInputStream.newInstance(stream);
      for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
        if (tag != VERSION && tag != GRAPH) {
          throw damaged(null);
        }
        in.skipField(tag);
        holdsGraph |= tag == GRAPH;
      }
    } catch (InvalidProtocolBufferException e) {
      throw damaged(e);
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be read.", e);
    }
    if (!holdsGraph) {
      throw damaged(null);
    }
  }

  private ModelFormatException damaged(@Nullable IOException cause) {
    String what = "it is damaged, or cut off.";
    return cause == null
        ? new ModelFormatException(root.toString(), PROGRAM, what)
        : new ModelFormatException(root.toString(), PROGRAM, what, cause);
  }

  /** Returns the beginning of the names of the files with the variables' values. */
  Path variables() {
    inside("variables", "variables.index");
    return root.resolve("variables").resolve("variables");
  }

  /** Checks that a file with values is there, and inside this folder. */
  void requireVariables(Path file) {
    inside("variables", String.valueOf(file.getFileName()));
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw error(file, "there is no such file, and values of variables are to be in it.");
    }
  }

  /** Returns a file beside the program, such as a vocabulary. */
  Path asset(String name) {
    Path file = inside("assets", name);
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw error(file, "there is no such file, and the program reads it.");
    }
    return file.toAbsolutePath();
  }

  private Path file(String name) {
    Path file = inside("", name);
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw error(file, "there is no such file. Expected the folder of a SavedModel.");
    }
    return file;
  }

  /** Returns a file in a folder of this one; refuses names and links that lead elsewhere. */
  private Path inside(String folder, String name) {
    Path at = root.resolve(folder);
    refuseLink(at, folder);
    Path relative;
    try {
      relative = Path.of(name);
    } catch (InvalidPathException e) {
      throw new ModelFormatException(program(), folder, "it names a file with a bad name.", e);
    }
    if (relative.isAbsolute() || name.isEmpty() || !relative.normalize().equals(relative)) {
      throw new ModelFormatException(
          program(),
          folder,
          "expected the name of a file in this folder. Received: '%s'.".formatted(name));
    }
    for (Path part : relative) {
      if (part.toString().equals("..") || part.toString().equals(".")) {
        throw new ModelFormatException(
            program(),
            folder,
            "expected the name of a file in this folder. Received: '%s'.".formatted(name));
      }
      at = at.resolve(part);
      refuseLink(at, name);
    }
    return at;
  }

  private void refuseLink(Path at, String name) {
    if (!name.isEmpty() && Files.isSymbolicLink(at)) {
      throw error(at, "it is a link, which may lead anywhere. Copy the folder with `cp -rL`.");
    }
  }

  private ModelFormatException error(Path file, String what) {
    return new ModelFormatException(root.toString(), root.relativize(file).toString(), what);
  }
}
