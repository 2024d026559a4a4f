package keras.io.savedmodel;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import keras.engine.programs.ProgramReader;

/** Reads the functions of SavedModels for layers. */
public final class ProgramFile implements ProgramReader {
  /** Makes the reader. */
  public ProgramFile() {}

  @Override
  public keras.engine.programs.Program read(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new IllegalArgumentException(
          "No SavedModel in '%s'. Check the path; it is relative to %s."
              .formatted(folder, Path.of("").toAbsolutePath()));
    }
    Program program = Program.read(new SavedFolder(folder), Set.of("serve"));
    if (program.meta().getObjectGraphDef().getNodesCount() == 0) {
      throw new UnsupportedOperationException(
          "%s: it is a program of TensorFlow 1, which has no functions for a layer. Call its signatures with SavedModel.load(path)."
              .formatted(folder));
    }
    return new ProgramObjects(program, folder);
  }
}
