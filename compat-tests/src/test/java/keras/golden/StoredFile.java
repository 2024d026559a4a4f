package keras.golden;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import keras.models.Model;
import keras.saving.LoadOptions;

/** A file of a case that can be read, as its classes exist. */
record StoredFile(GoldenCase golden, StoredForm form) {
  private static final JsonObject CONTINUED =
      JsonObject.read(Path.of("golden", "continued.json")).object("cases");

  /** Returns every file that is read as a model. */
  static Stream<StoredFile> models() {
    return all().filter(f -> f.form().content() != StoredForm.Content.PROGRAM);
  }

  /** Returns every file that is run as a program. */
  static Stream<StoredFile> programs() {
    return all(StoredForm.PROGRAM_TF_KERAS, StoredForm.PROGRAM_KERAS3);
  }

  /** Returns every file of a form, or of all. */
  static Stream<StoredFile> all(StoredForm... forms) {
    return Arrays.stream(forms.length == 0 ? StoredForm.values() : forms)
        .flatMap(form -> form.readable().stream().map(c -> new StoredFile(c, form)));
  }

  /** Returns the whole models that were trained. */
  static Stream<StoredFile> trained() {
    return all()
        .filter(f -> f.golden().isTrained() && f.form().content() == StoredForm.Content.MODEL);
  }

  /** Reads the file; whatever the reader has to say ends in {@code notes}. */
  Model read(List<String> notes) {
    return form.read(golden, LoadOptions.defaults().report(r -> notes.addAll(r.notes())));
  }

  /** Reads the file, without a word. */
  Model read() {
    List<String> notes = new ArrayList<>();
    Model model = read(notes);
    if (!notes.isEmpty()) {
      model.close();
      throw new AssertionError(this + ": " + notes);
    }
    return model;
  }

  /**
   * Returns what one more epoch led the writer to; where it cannot train its own file, what another
   * file of its own led it to. tf_keras begins with a new optimizer where it loads a SavedModel;
   * this library takes the optimizer's state from it, and goes on as from the other files.
   */
  JsonObject continued() {
    JsonObject byFile = CONTINUED.object(golden.name());
    if (form == StoredForm.SAVED_MODEL) {
      return byFile.object(StoredForm.H5_TF_KERAS.file());
    }
    JsonObject own = byFile.object(form.file());
    return own.has("error") ? byFile.object(StoredForm.KERAS_KERAS3.file()) : own;
  }

  GoldenTraining training() {
    return new GoldenTraining(golden, form.writer());
  }

  @Override
  public String toString() {
    return Objects.requireNonNull(golden) + "/" + form.file();
  }
}
