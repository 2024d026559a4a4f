package keras.config;

import com.google.errorprone.annotations.Keep;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a field as one Keras constructor argument: its key, its type and its default, said once.
 *
 * <pre>{@code
 * @Arg private double momentum = 0.99; // key "momentum", default 0.99
 * }</pre>
 */
@Keep
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.FIELD)
public @interface Arg {
  /** The Keras key; empty means the field's name in snake_case, a trailing {@code _} dropped. */
  String value() default "";
}
