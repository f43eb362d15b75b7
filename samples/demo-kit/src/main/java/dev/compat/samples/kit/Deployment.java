package dev.compat.samples.kit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * One way of attaching the agent: a folder with its configuration, its flags and its state.
 *
 * @param workplace the folder that it is in
 * @param name of its own folder
 */
public record Deployment(Workplace workplace, String name) {

  /** The configuration: what is woven. */
  public static final String CONFIG = "compat.yaml";

  /** The flags: what is routed where. */
  public static final String FLAGS = "flags.yaml";

  private static final int FINGERPRINT = 12;

  /** Its folder. */
  public Path folder() {
    return workplace.folder().resolve(name);
  }

  /** The configuration, relative to the workplace. */
  public String config() {
    return name + "/" + CONFIG;
  }

  /** The standard error of the application, relative to the workplace. */
  public String log() {
    return name + "/application.log";
  }

  /** The state folder. */
  public Path state() {
    return folder().resolve("state");
  }

  /** Shows a file of the deployment. */
  public void show(String file, Screen screen) throws IOException {
    screen.command("cat " + name + "/" + file);
    screen.output(Files.readString(folder().resolve(file)));
  }

  /** What a process that has applied the flags as they now are calls them. */
  public String fingerprint() throws IOException {
    try {
      byte[] flags = Files.readAllBytes(folder().resolve(FLAGS));
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(flags);
      return HexFormat.of().formatHex(digest).substring(0, FINGERPRINT);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java platform has SHA-256
    }
  }

  /** Writes a file of the deployment, so that nobody ever reads half of it. */
  public void write(String file, String content) throws IOException {
    Path whole = folder().resolve(file);
    Path half = whole.resolveSibling(file + ".half");
    Files.writeString(half, content);
    Files.move(half, whole, StandardCopyOption.ATOMIC_MOVE);
  }
}
